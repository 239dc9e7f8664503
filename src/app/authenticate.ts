import { equalInConstantTime } from '../kernel/constant-time.ts';
import type { ChannelId } from '../kernel/ids.ts';
import type { Channel } from './channel.ts';
import { hashOfKey } from './manage-keys.ts';
import type { Service } from './service.ts';

/** The channel that a bot's key opens; null for any other key, and for one that is unknown or revoked. @throws StoreUnavailable */
export async function authenticate(service: Service, key: string): Promise<Channel | null> {
  const hash = hashOfKey(key);
  const channel = configuredChannel(service, hash) ?? (await storedChannel(service, hash));
  return channel === null ? null : (service.channels.get(channel) ?? null);
}

function configuredChannel(service: Service, hash: Uint8Array): ChannelId | null {
  let found: ChannelId | null = null;
  // Every key is compared, whichever matches, so that the time tells nothing.
  for (const configured of service.configuredKeys) {
    if (equalInConstantTime(configured.hash, hash)) found = configured.channel;
  }
  return found;
}

/** Looked up by the hash of 256 random bits: how long an index takes to find one tells nothing of another. */
async function storedChannel(service: Service, hash: Uint8Array): Promise<ChannelId | null> {
  const record = await service.store.keys.byHash(hash);
  if (record?.scope !== 'bot') return null;
  const revoked = record.revokedAt !== null && record.revokedAt <= service.clock.now();
  return revoked ? null : record.channel;
}
