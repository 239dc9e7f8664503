import { toBase64url } from '../kernel/bytes.ts';
import { sha256 } from '../kernel/digest.ts';
import { type ChannelId, channelId, ID_RANDOM_BYTES, type KeyId, makeId } from '../kernel/ids.ts';
import { type Instant, plus } from '../kernel/instant.ts';
import type { ApiKey } from './api-key.ts';
import { keyEntry } from './log-drafts.ts';
import type { Clock, Entropy } from './ports.ts';
import type { KeyStore } from './store-ports.ts';

const KEY_BYTES = 32;

type KeyRing = {
  readonly keys: KeyStore;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly build: string;
};

/** What is to be known of a key before it is made. */
export type NewKey = Pick<ApiKey, 'scope' | 'channel' | 'name'>;

/** In the place of a channel: every one. Only an operator's key may open that. */
export const EVERY_CHANNEL = channelId('*');

/** The key itself is answered this once and stored only as a hash. @throws StoreUnavailable */
export async function createKey(
  ring: KeyRing,
  { scope, channel, name }: NewKey,
): Promise<{ readonly key: string; readonly record: ApiKey }> {
  const key = `csk_${toBase64url(ring.entropy.bytes(KEY_BYTES))}`;
  const now = ring.clock.now();
  const record: ApiKey = {
    id: makeId('key', now, ring.entropy.bytes(ID_RANDOM_BYTES)),
    scope,
    channel,
    name,
    hash: hashOfKey(key),
    createdAt: now,
    revokedAt: null,
  };
  await ring.keys.insert(record, keyEntry(ring, 'key.created', record, now));
  return { key, record };
}

export const listKeys = (ring: KeyRing, channel: ChannelId | null): Promise<readonly ApiKey[]> =>
  ring.keys.list(channel);

/**
 * Ends a key, at once or after `graceSeconds`, so that a bot can be moved to its new key meanwhile.
 * @returns when it ends, or null where there is no such key. @throws StoreUnavailable
 */
export async function revokeKey(ring: KeyRing, id: KeyId, graceSeconds: number): Promise<Instant | null> {
  const record = (await ring.keys.list(null)).find((each) => each.id === id);
  if (record === undefined) return null;
  const now = ring.clock.now();
  const at = plus(now, graceSeconds * 1000);
  return (await ring.keys.revoke(id, at, keyEntry(ring, 'key.revoked', record, now))) ? at : null;
}

export const hashOfKey = (key: string): Uint8Array => sha256(key);
