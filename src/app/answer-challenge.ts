import { transition } from '../domain/challenge/lifecycle.ts';
import { allAreMet, fieldFaults, questionsMet } from '../domain/questions/check-answers.ts';
import { changeOf, type OpenedChallenge } from './decide.ts';
import { openChallenge } from './open-challenge.ts';
import { goneView, lockedView, pendingView } from './person-challenge.ts';
import type { AnswerOutcome, Visitor } from './person-view.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Service } from './service.ts';
import { tokenHashOf } from './token.ts';

/**
 * Takes a person's answer. A verdict is committed, with its audit entry and its delivery, before it is told;
 * of any number of answers at once one decides. Right and wrong answers take the same path.
 * @param fields the form as it came: each name with every value it was sent with.
 * @throws StoreUnavailable where the answer could not be recorded: nothing was decided, the link is still good.
 */
export async function answerChallenge(
  service: Service,
  token: string,
  fields: ReadonlyMap<string, readonly string[]>,
  visitor: Visitor,
): Promise<AnswerOutcome> {
  const tokenHash = tokenHashOf(token);
  if (tokenHash === null) return { type: 'unknown' };
  return await retryConflicts(async () => {
    const stored = await service.store.challenges.byToken(tokenHash);
    const opened = stored === null ? null : openChallenge(service, stored);
    return opened === null ? { type: 'unknown' } : await answerOnce(service, opened, fields, visitor);
  });
}

async function answerOnce(
  service: Service,
  opened: OpenedChallenge,
  fields: ReadonlyMap<string, readonly string[]>,
  visitor: Visitor,
): Promise<AnswerOutcome | 'conflict'> {
  const { challenge, questions } = opened;
  if (challenge.lifecycle.status !== 'pending') return { type: 'gone', view: goneView(opened, challenge) };
  const now = service.clock.now();
  const locked = lockedView(opened, now);
  if (locked !== null && now < challenge.lifecycle.expiresAt) return { type: 'locked', view: locked };
  const faults = fieldFaults(questions, fields);
  const inTime = now < challenge.lifecycle.expiresAt;
  if (faults.size > 0 && inTime) return { type: 'invalid', faults, view: pendingView(opened, now) };

  const met = questionsMet(questions, fields);
  const correct = faults.size === 0 && allAreMet(met);
  const step = transition(challenge.lifecycle, { type: 'answer', correct, at: now });
  const change = changeOf(service, opened, step, visitor, inTime ? met : null);
  if ((await service.store.challenges.commit(change)) === 'conflict') return 'conflict';

  const after = { ...challenge, lifecycle: step.lifecycle };
  const isWrong =
    after.lifecycle.attempts > challenge.lifecycle.attempts && after.lifecycle.status !== 'passed';
  if (isWrong && visitor.address !== null) {
    service.limits.answeredWrong(visitor.address, challenge.client, challenge.id);
  }
  if (step.change === 'attempt_counted') {
    return { type: 'again', view: pendingView({ ...opened, challenge: after }, now) };
  }
  service.notices.publish({ type: 'verdict', challenge: challenge.id, channel: challenge.channel });
  return { type: inTime ? 'decided' : 'gone', view: goneView(opened, after) };
}
