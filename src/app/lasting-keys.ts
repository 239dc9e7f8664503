import { concat } from '../kernel/bytes.ts';
import { deriveKey } from '../kernel/digest.ts';
import { open, seal } from '../kernel/sealing.ts';

/*
 * Keys whose results must stay the same for years: another pseudonym is another client, without its locks, and other
 * candidates would give the truth away. They come from the first secret and outlive it, sealed under the one that holds
 * (docs/adr/0029-replacing-the-secret.md).
 */

/** 32 bytes each. */
export type LastingKeys = {
  /** Of the pseudonyms of clients. */
  readonly clients: Uint8Array;
  /** Of the pseudonyms of telephone numbers. */
  readonly phones: Uint8Array;
  /** From which candidates are drawn. */
  readonly candidates: Uint8Array;
};

const KEY_BYTES = 32;
const KEYS = 3;
const CONTEXT = 'lasting-keys';

/** @param secret the first one there was. */
export const lastingKeysOf = (secret: Uint8Array): LastingKeys => ({
  clients: deriveKey(secret, 'countersign/v1/client-pseudonym'),
  phones: deriveKey(secret, 'countersign/v1/phone-pseudonym'),
  candidates: deriveKey(secret, 'countersign/v1/candidates'),
});

/** Of two secrets the one that was there first. */
export const firstOf = (
  secrets: Uint8Array | { readonly current: Uint8Array; readonly previous: Uint8Array | null },
): Uint8Array => (secrets instanceof Uint8Array ? secrets : (secrets.previous ?? secrets.current));

const sealingKeyOf = (secret: Uint8Array): Uint8Array => deriveKey(secret, 'countersign/v1/lasting-keys');

/** @param nonce 12 fresh random bytes. */
export const wrapLastingKeys = (
  secret: Uint8Array,
  nonce: Uint8Array,
  { clients, phones, candidates }: LastingKeys,
): Uint8Array => seal(sealingKeyOf(secret), nonce, CONTEXT, concat(clients, phones, candidates));

/** Null where they were wrapped under another secret. */
export function unwrapLastingKeys(secret: Uint8Array, wrapped: Uint8Array): LastingKeys | null {
  const plain = open(sealingKeyOf(secret), CONTEXT, wrapped);
  if (plain?.byteLength !== KEYS * KEY_BYTES) return null;
  const [clients, phones, candidates] = [0, 1, 2].map((nth) =>
    plain.slice(nth * KEY_BYTES, (nth + 1) * KEY_BYTES),
  );
  if (clients === undefined || phones === undefined || candidates === undefined) return null;
  return { clients, phones, candidates };
}
