import { formatVerifierKey } from '../domain/audit/note-key.ts';
import { openNotary } from './notary.ts';
import type { Service } from './service.ts';

/** By which keys the log can be believed, for whoever checks what it signed. */
export type PublishedKeys = {
  readonly origin: string;
  /** Oldest first: what any of them signed is good. */
  readonly keys: readonly PublishedKey[];
};

export type PublishedKey = {
  /** The text form of C2SP signed notes: name, id, and the key as base64. */
  readonly key: string;
  /** The same as OpenSSL reads it. */
  readonly pem: string;
  /** Whether it signs now. */
  readonly isCurrent: boolean;
};

/** Null before the log was begun. @throws StoreUnavailable */
export async function publishedKeys(
  service: Pick<Service, 'store' | 'vault'>,
): Promise<PublishedKeys | null> {
  const notary = await openNotary(service);
  if (notary === null) return null;
  const { identity, signers } = notary;
  return {
    origin: identity.origin,
    keys: identity.keys.map((verifier) => ({
      key: formatVerifierKey(verifier),
      pem: verifier.key.pem(),
      isCurrent: signers.some(({ keyId }) => keyId === verifier.keyId),
    })),
  };
}
