import { fromBase64url, toBase64url } from '../kernel/bytes.ts';
import { sha256 } from '../kernel/digest.ts';
import type { ChannelId } from '../kernel/ids.ts';
import { type Instant, plus } from '../kernel/instant.ts';
import type { ApiKey } from './api-key.ts';
import { deskChannels } from './desk-channels.ts';
import { EVERY_CHANNEL, hashOfKey } from './manage-keys.ts';
import type { Service } from './service.ts';

const TOKEN_BYTES = 32;
const MINUTE = 60_000;
/** After so long without a request a session is over. */
export const IDLE_MINUTES = 30;
/** And after so long in any case. */
export const LONGEST_HOURS = 12;
/** So often at most a session's use is written down. */
const NOTED_EVERY = MINUTE;

/** Whoever is signed in at the desk. */
export type Operator = {
  readonly key: ApiKey['id'];
  /** What the key is called: whose it is. */
  readonly name: string;
  /** Null: every channel. */
  readonly scope: ChannelId | null;
};

/** What a session needs of the service. */
export type SessionKeeper = Pick<Service, 'store' | 'clock' | 'entropy' | 'channels'>;

/**
 * Begins a session with an operator's key. The token is answered this once, for the browser's cookie, and stored only as a
 * hash. @returns null for any key that opens no desk now. @throws StoreUnavailable
 */
export async function signIn(
  service: SessionKeeper,
  key: string,
): Promise<{ readonly token: string; readonly operator: Operator } | null> {
  const { store, clock, entropy } = service;
  const record = await store.keys.byHash(hashOfKey(key));
  const now = clock.now();
  const operator = record === null ? null : operatorWith(service, record, now);
  if (operator === null) return null;
  const token = entropy.bytes(TOKEN_BYTES);
  const session = { tokenHash: sha256(token), key: operator.key, createdAt: now, seenAt: now };
  await store.sessions.begin(session, plus(now, -IDLE_MINUTES * MINUTE));
  return { token: toBase64url(token), operator };
}

/** Whose session a token is of; null where it is of none, or of one that is over. @throws StoreUnavailable */
export async function operatorOf(service: SessionKeeper, token: string): Promise<Operator | null> {
  const tokenHash = hashOfToken(token);
  const found = tokenHash === null ? null : await service.store.sessions.find(tokenHash);
  if (found === null) return null;
  const { session, key } = found;
  const now = service.clock.now();
  const isOver =
    now - session.seenAt > IDLE_MINUTES * MINUTE || now - session.createdAt > LONGEST_HOURS * 60 * MINUTE;
  const operator = isOver ? null : operatorWith(service, key, now);
  if (operator !== null && now - session.seenAt >= NOTED_EVERY) {
    await service.store.sessions.see(session.tokenHash, now);
  }
  return operator;
}

/** Ends a session; whoever holds its cookie is nobody from then on. @throws StoreUnavailable */
export async function signOut({ store }: Pick<SessionKeeper, 'store'>, token: string): Promise<void> {
  const tokenHash = hashOfToken(token);
  if (tokenHash !== null) await store.sessions.end(tokenHash);
}

function operatorWith(service: SessionKeeper, key: ApiKey, now: Instant): Operator | null {
  const isGood = key.scope === 'operator' && (key.revokedAt === null || key.revokedAt > now);
  const scope = key.channel === EVERY_CHANNEL ? null : key.channel;
  // A channel that is no longer in the settings has nothing to be shown.
  return isGood && deskChannels(service, scope).length > 0 ? { key: key.id, name: key.name, scope } : null;
}

function hashOfToken(token: string): Uint8Array | null {
  const bytes = fromBase64url(token);
  return bytes?.byteLength === TOKEN_BYTES ? sha256(bytes) : null;
}
