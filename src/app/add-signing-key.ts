import { toBase64url } from '../kernel/bytes.ts';
import { SigningKey } from '../kernel/signing.ts';
import { signingKeyEntry } from './log-drafts.ts';
import type { Service } from './service.ts';

const SEED_BYTES = 32;

/**
 * Makes a key that signs the log, beside those there are. What the older ones signed stays good; the next checkpoint
 * is signed by the one before as well, and has the entry that names the new one in it, so that whoever believes the
 * old key can believe the new one. After that the old key's private half is forgotten.
 * @param after how many keys there are: where another was added meanwhile, nothing is done.
 * @returns the public half as base64url, or null where nothing was done. @throws StoreUnavailable
 */
export async function addSigningKey(
  service: Pick<Service, 'store' | 'vault' | 'entropy' | 'clock' | 'build'>,
  after: number,
): Promise<string | null> {
  const seed = service.entropy.bytes(SEED_BYTES);
  const publicKey = toBase64url(new SigningKey(seed).publicKey);
  const type = after === 0 ? 'signing_key.created' : 'signing_key.rotated';
  const entry = signingKeyEntry(service, type, publicKey, service.clock.now());
  const key = { publicKey, wrappedSeed: service.vault.wrapSeed(publicKey, seed) };
  return (await service.store.checkpoints.addSigningKey(key, after, entry)) ? publicKey : null;
}
