import { transition } from '../domain/challenge/lifecycle.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import { changeOf } from './decide.ts';
import { openChallenge } from './open-challenge.ts';
import type { Service } from './service.ts';

const BATCH = 500;

/**
 * Gives every challenge whose time is up its verdict, on the same path as an answer. One that is answered or canceled
 * at the same moment is left to whoever came first. @returns how many expired. @throws StoreUnavailable
 */
export async function expireChallenges(service: Service): Promise<number> {
  let expired = 0;
  for (;;) {
    const due = await service.store.challenges.due(service.clock.now(), BATCH);
    const done = await Promise.all(due.map((id) => expire(service, id)));
    const count = done.filter(Boolean).length;
    expired += count;
    // A batch in which nothing moved would come again unchanged: the next sweep tries it afresh.
    if (due.length < BATCH || count === 0) return expired;
  }
}

async function expire(service: Service, id: ChallengeId): Promise<boolean> {
  const stored = await service.store.challenges.byId(id);
  const opened = stored === null ? null : openChallenge(service, stored);
  if (opened === null) return false;
  const step = transition(opened.challenge.lifecycle, { type: 'clock', at: service.clock.now() });
  if (step.change === 'none') return false;
  const outcome = await service.store.challenges.commit(changeOf(service, opened, step, null));
  if (outcome === 'conflict') return false;
  service.notices.publish({ type: 'verdict', challenge: id, channel: opened.channel.id });
  return true;
}
