import type { LogIdentity } from '../domain/audit/checkpoint.ts';
import { type NoteSigner, type NoteVerifier, noteSigner, noteVerifier } from '../domain/audit/note-key.ts';
import { fromBase64url } from '../kernel/bytes.ts';
import { SigningKey } from '../kernel/signing.ts';
import type { StoredSigningKey } from './log-ports.ts';
import type { Service } from './service.ts';

/** In whose name the log is signed. */
export type Notary = {
  /** The log's name, and every key that ever signed for it, oldest first: what they signed stays good. */
  readonly identity: LogIdentity;
  /** The keys that sign now, oldest first: one, or two while one takes the other's place. */
  readonly signers: readonly NoteSigner[];
};

/**
 * Reads the log's name and keys; null before the log was begun.
 * @throws SealBroken where the keys were sealed with another secret. @throws StoreUnavailable
 */
export async function openNotary({ store, vault }: Pick<Service, 'store' | 'vault'>): Promise<Notary | null> {
  const { checkpoints } = store;
  const [origin, keys] = [await checkpoints.origin(), await checkpoints.signingKeys()];
  if (origin === null || keys.length === 0) return null;
  const signers = keys.flatMap(({ publicKey, wrappedSeed }) =>
    wrappedSeed === null
      ? []
      : [noteSigner(origin, 'ed25519', new SigningKey(vault.unwrapSeed(publicKey, wrappedSeed)))],
  );
  return { identity: { origin, keys: keys.map((key) => verifierOf(origin, key)) }, signers };
}

function verifierOf(origin: string, { publicKey }: StoredSigningKey): NoteVerifier {
  const verifier = noteVerifier(origin, 'ed25519', fromBase64url(publicKey) ?? new Uint8Array());
  if (verifier === null) throw new Error('a stored signing key is no public key');
  return verifier;
}
