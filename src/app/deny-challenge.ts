import { transition } from '../domain/challenge/lifecycle.ts';
import { changeOf, type OpenedChallenge } from './decide.ts';
import { openChallenge } from './open-challenge.ts';
import { goneView } from './person-challenge.ts';
import type { DenyOutcome, Visitor } from './person-view.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Service } from './service.ts';
import { tokenHashOf } from './token.ts';

/**
 * Takes a person's word that it was not they who asked: the challenge is canceled for that reason, in one commit with its
 * audit entry, which keeps who said so, and with what tells the bot platform. A verdict that is there stays, and the
 * client's failures are left as they are: who guesses does not say no.
 * @throws StoreUnavailable where it could not be recorded: nothing was decided, the link is still good.
 */
export async function denyChallenge(service: Service, token: string, visitor: Visitor): Promise<DenyOutcome> {
  const tokenHash = tokenHashOf(token);
  if (tokenHash === null) return { type: 'unknown' };
  return await retryConflicts(async () => {
    const stored = await service.store.challenges.byToken(tokenHash);
    const opened = stored === null ? null : openChallenge(service, stored);
    return opened === null ? { type: 'unknown' } : await denyOnce(service, opened, visitor);
  });
}

async function denyOnce(
  service: Service,
  opened: OpenedChallenge,
  visitor: Visitor,
): Promise<DenyOutcome | 'conflict'> {
  const { challenge } = opened;
  const at = service.clock.now();
  // Past the deadline the clock came first, as for an answer.
  const clock = transition(challenge.lifecycle, { type: 'clock', at });
  const step =
    clock.lifecycle.status === 'pending'
      ? transition(challenge.lifecycle, { type: 'cancel', reason: 'canceled_by_person', at })
      : clock;
  const after = { ...challenge, lifecycle: step.lifecycle };
  if (step.change === 'none') return { type: 'gone', view: goneView(opened, after) };
  const outcome = await service.store.challenges.commit(changeOf(service, opened, step, visitor));
  if (outcome === 'conflict') return 'conflict';
  service.notices.publish({ type: 'verdict', challenge: challenge.id, channel: challenge.channel });
  const denied = step.lifecycle.reason === 'canceled_by_person';
  return { type: denied ? 'denied' : 'gone', view: goneView(opened, after) };
}
