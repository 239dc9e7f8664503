import { type Instant, plus } from '../kernel/instant.ts';
import type { ChallengeView } from './challenge-view.ts';
import type { Channel } from './channel.ts';
import type { CreateOutcome } from './create-outcome.ts';
import type { Service } from './service.ts';
import type { IdempotencyRecord } from './store-ports.ts';

const KEPT_MILLISECONDS = 72 * 60 * 60 * 1000;

export type IdempotentRequest = { readonly key: string; readonly requestHash: Uint8Array };

/**
 * What a request under a key that was used before gets; null where the key is new. A record counts until it is removed,
 * which is some minutes after its time at the latest: until then its key cannot be used anew.
 */
export async function firstAnswer(
  service: Service,
  channel: Channel,
  request: IdempotentRequest,
): Promise<CreateOutcome | null> {
  const record = await service.store.challenges.idempotent(channel.id, request.key);
  if (record === null) return null;
  if (!service.vault.isFingerprintOf(request.requestHash, record.requestHash))
    return { type: 'idempotency_key_reused' };
  const answer = service.vault.openAnswer(contextOf(channel, request.key), record.sealedAnswer);
  // Sealed by idempotencyRecord below, from a value of this type.
  return { type: 'created', challenge: answer as ChallengeView, replayed: true };
}

export const idempotencyRecord = (
  service: Service,
  channel: Channel,
  request: IdempotentRequest,
  answer: ChallengeView,
  now: Instant,
): IdempotencyRecord => ({
  channel: channel.id,
  key: request.key,
  requestHash: service.vault.fingerprint(request.requestHash),
  challenge: answer.id,
  sealedAnswer: service.vault.sealAnswer(contextOf(channel, request.key), answer),
  expiresAt: plus(now, KEPT_MILLISECONDS),
});

const contextOf = (channel: Channel, key: string): string => `answer:${channel.id} ${key}`;
