import { type CancelReason, transition } from '../domain/challenge/lifecycle.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { ChallengeView } from './challenge-view.ts';
import type { Channel } from './channel.ts';
import { changeOf } from './decide.ts';
import { openChallenge } from './open-challenge.ts';
import { readChallenge } from './read-challenge.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Service } from './service.ts';

export type CancelOutcome =
  | { readonly type: 'canceled'; readonly challenge: ChallengeView }
  | { readonly type: 'already_decided'; readonly challenge: ChallengeView }
  | { readonly type: 'unknown' };

/** Takes a link out of use for its bot. A verdict that is there, or due, stays. @throws StoreUnavailable */
export async function cancelChallenge(
  service: Service,
  channel: Channel,
  id: ChallengeId,
): Promise<CancelOutcome> {
  const done = await retryConflicts(() => cancelOnce(service, channel, id, 'canceled_by_bot'));
  const challenge = await readChallenge(service, channel, id);
  return challenge === null
    ? { type: 'unknown' }
    : { type: done ? 'canceled' : 'already_decided', challenge };
}

async function cancelOnce(
  service: Service,
  channel: Channel,
  id: ChallengeId,
  reason: CancelReason,
): Promise<boolean | 'conflict'> {
  const stored = await service.store.challenges.byId(id);
  const opened = stored === null ? null : openChallenge(service, stored);
  if (opened === null || opened.channel.id !== channel.id) return false;
  const step = transition(opened.challenge.lifecycle, { type: 'cancel', reason, at: service.clock.now() });
  if (step.change === 'none') return false;
  const outcome = await service.store.challenges.commit(changeOf(service, opened, step, null));
  if (outcome === 'conflict') return 'conflict';
  service.notices.publish({ type: 'verdict', challenge: id, channel: channel.id });
  return step.lifecycle.status === 'canceled';
}
