import type { Challenge, ChallengeDetails, Client } from '../domain/challenge/challenge.ts';
import type { Lifecycle, Step } from '../domain/challenge/lifecycle.ts';
import { afterWrongAnswer, withoutWrongAnswers } from '../domain/policy/ledger.ts';
import { AFTER_SUCCESS, afterFailure } from '../domain/policy/lockout.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Question } from '../domain/questions/question.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Channel } from './channel.ts';
import { challengeEntry, sessionEntry } from './log-drafts.ts';
import type { AuditAppend } from './log-ports.ts';
import type { Visitor } from './person-view.ts';
import { planDeliveries } from './plan-deliveries.ts';
import type { Service } from './service.ts';
import type { ChallengeWithClient, Change } from './store-ports.ts';
import type { ClientKey } from './vault.ts';

/** What a lifecycle step is about, opened. */
export type OpenedChallenge = ChallengeWithClient & {
  readonly channel: Channel;
  readonly policy: Policy;
  readonly key: ClientKey;
  readonly details: ChallengeDetails;
  /** Empty once the challenge has its verdict. */
  readonly questions: readonly Question[];
};

/** What a step needs of the service: a command beside it has as much. */
type Deciding = Pick<Service, 'clock' | 'entropy' | 'vault' | 'geo' | 'wording' | 'build'>;

/**
 * The one change that a lifecycle step makes: the challenge consumed or its attempt counted, the client's record
 * moved on, the audit entries and the delivery. All in one commit, so a crash just before it leaves the challenge as it
 * was, pending, for another answer or the sweeper; a crash just after it leaves the verdict with its entries and its
 * delivery, which the deliverer finds when the process is back.
 * @param visitor who brought the step about, where a person did.
 * @param met for each question whether the person's answer met it; null where no answer was counted.
 */
export function changeOf(
  service: Deciding,
  opened: OpenedChallenge,
  step: Step,
  visitor: Visitor | null,
  met: readonly boolean[] | null = null,
): Change {
  const { challenge, client } = opened;
  const { lifecycle } = step;
  const decided = step.change === 'decided';
  const next: Challenge = {
    ...challenge,
    lifecycle,
    sealedQuestions: decided ? null : challenge.sealedQuestions,
    version: challenge.version + 1,
  };
  const nextClient = clientAfter(opened, lifecycle, service.clock.now());
  return {
    client: nextClient === client ? null : { expectedVersion: client.version, next: nextClient },
    newChallenge: null,
    challenges: [{ expectedVersion: challenge.version, next }],
    audit: entriesOf(service, opened, { step, next, nextClient, visitor, met }),
    deliveries:
      decided && lifecycle.status !== 'pending'
        ? planDeliveries(service, { ...opened, challenge: next }, lifecycle.status, null)
        : [],
    idempotency: null,
  };
}

/** What a step of one of its challenges makes of a client; the same object where nothing changes. */
function clientAfter(
  {
    challenge,
    client,
    policy,
    questions,
  }: Pick<OpenedChallenge, 'challenge' | 'client' | 'policy' | 'questions'>,
  after: Lifecycle,
  now: Instant,
): Client {
  const version = client.version + 1;
  const wasAnswered = after.attempts > challenge.lifecycle.attempts;
  const answered = client.answered + (wasAnswered ? 1 : 0);
  if (after.status === 'passed') {
    return { ...client, ...AFTER_SUCCESS, ledger: withoutWrongAnswers(client.ledger), answered, version };
  }
  if (!wasAnswered && !(after.status === 'expired' && policy.expiryIsFailure)) return client;
  // Only an answer rules out an option: one that never came counts towards the lock, and on no fact.
  const ledger = wasAnswered ? afterWrongAnswer(client.ledger, questions) : client.ledger;
  return { ...client, ...afterFailure(client, policy.lockout, now), ledger, answered, version };
}

type Done = {
  readonly step: Step;
  readonly next: Challenge;
  readonly nextClient: Client;
  readonly visitor: Visitor | null;
  readonly met: readonly boolean[] | null;
};

function entriesOf(
  service: Deciding,
  opened: OpenedChallenge,
  { step, next, nextClient, visitor, met }: Done,
): readonly AuditAppend[] {
  if (step.change === 'none') return [];
  const at = step.lifecycle.decidedAt ?? service.clock.now();
  const type = step.change === 'decided' ? 'challenge.decided' : 'challenge.answered';
  const entry = sessionEntry(service, opened, next, { type, at, visitor, met });
  const locked = nextClient.lockedUntil !== null && nextClient.lockedUntil !== opened.client.lockedUntil;
  return locked ? [entry, challengeEntry(service, 'client.locked', next, at)] : [entry];
}
