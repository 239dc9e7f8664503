import {
  firstOf,
  type LastingKeys,
  lastingKeysOf,
  unwrapLastingKeys,
  wrapLastingKeys,
} from './lasting-keys.ts';
import type { Entropy } from './ports.ts';
import type { SecretStore } from './privacy-ports.ts';
import { type Secrets, Vault } from './vault.ts';

const NONCE_BYTES = 12;

/** Thrown where a database belongs to another secret; the message says what to do. */
export class SecretRefused extends Error {
  override readonly name = 'SecretRefused';
}

/**
 * The vault for a database, by whichever of the two secrets it was last put under. Writes nothing.
 * @throws SecretRefused where it is neither. @throws StoreUnavailable
 */
export async function openVault(store: SecretStore, secrets: Secrets, entropy: Entropy): Promise<Vault> {
  const wrapped = await store.lastingKeys();
  const lasting = wrapped === null ? lastingKeysOf(firstOf(secrets)) : opened(wrapped, secrets).keys;
  return new Vault(secrets, entropy, lasting);
}

/**
 * The same for a service: leaves in the database, where another one finds it, that the current secret is the one that
 * holds. A crash before that leaves it to the next start.
 * @throws SecretRefused as above, also where another instance began with another secret at the same time.
 */
export async function beginVault(store: SecretStore, secrets: Secrets, entropy: Entropy): Promise<Vault> {
  const wrapped = await store.lastingKeys();
  const found = wrapped === null ? null : opened(wrapped, secrets);
  if (wrapped === null || found?.isCurrent === false) {
    const lasting = found?.keys ?? lastingKeysOf(firstOf(secrets));
    const next = wrapLastingKeys(secrets.current, entropy.bytes(NONCE_BYTES), lasting);
    await store.keepLastingKeys(next, wrapped);
  }
  return await openVault(store, secrets, entropy);
}

/** Whether a service was started with the current secret since it was made. @throws SecretRefused */
export async function isSecretBegun(store: SecretStore, secrets: Secrets): Promise<boolean> {
  const wrapped = await store.lastingKeys();
  return wrapped !== null && opened(wrapped, secrets).isCurrent;
}

function opened(
  wrapped: Uint8Array,
  { current, previous }: Secrets,
): { readonly keys: LastingKeys; readonly isCurrent: boolean } {
  const keys = unwrapLastingKeys(current, wrapped);
  if (keys !== null) return { keys, isCurrent: true };
  const before = previous === null ? null : unwrapLastingKeys(previous, wrapped);
  if (before !== null) return { keys: before, isCurrent: false };
  throw new SecretRefused(
    'SECRET_KEY is not the one that this database belongs to, so nothing that it holds could be opened. Set the right one, the same for every instance; to replace it, keep the one before as SECRET_KEY_PREVIOUS.',
  );
}
