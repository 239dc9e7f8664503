import { type Instant, instant } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/result.ts';

/** How a challenge ended. */
export type Verdict = 'passed' | 'failed' | 'expired' | 'canceled';
export type Status = 'pending' | Verdict;

/** What brought the verdict about. `superseded`: a newer challenge of the same client took its place. */
export type Reason = 'answered' | 'deadline' | 'canceled_by_bot' | 'canceled_by_person' | 'superseded';
export type CancelReason = Exclude<Reason, 'answered' | 'deadline'>;

/**
 *            answer, right                     ┌────────┐
 *          ┌──────────────────────────────────▶│ passed │
 *          │ answer, wrong, the last attempt   ├────────┤
 *  ┌───────┴─┐────────────────────────────────▶│ failed │
 *  │ pending │ anything at the deadline        ├────────┤
 *  └─┬─────┬─┘────────────────────────────────▶│ expired│
 *    └──◀──┘  cancel                           ├────────┤
 *  answer, wrong,  ───────────────────────────▶│canceled│
 *  attempts left                               └────────┘
 *  Every event in one of the four right-hand states changes nothing.
 */
export type Lifecycle = {
  readonly status: Status;
  readonly attempts: number;
  readonly attemptsAllowed: number;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly decidedAt: Instant | null;
  readonly reason: Reason | null;
};

export type ChallengeEvent =
  | { readonly type: 'answer'; readonly correct: boolean; readonly at: Instant }
  | { readonly type: 'clock'; readonly at: Instant }
  | { readonly type: 'cancel'; readonly reason: CancelReason; readonly at: Instant };

export type Step = {
  readonly lifecycle: Lifecycle;
  readonly change: 'decided' | 'attempt_counted' | 'none';
};

/** What an event makes of a lifecycle: total over every state and event, and the only rule by which a status changes. */
export function transition(lifecycle: Lifecycle, event: ChallengeEvent): Step {
  if (lifecycle.status !== 'pending') return { lifecycle, change: 'none' };
  // Whatever comes at the deadline or after it finds the challenge expired, as if the clock had been first.
  if (event.at >= lifecycle.expiresAt) return decided(lifecycle, 'expired', 'deadline', event.at);
  switch (event.type) {
    case 'answer':
      return answered(lifecycle, event.correct, event.at);
    case 'clock':
      return { lifecycle, change: 'none' };
    case 'cancel':
      return decided(lifecycle, 'canceled', event.reason, event.at);
    default:
      return unreachable(event);
  }
}

function answered(lifecycle: Lifecycle, correct: boolean, at: Instant): Step {
  const counted = { ...lifecycle, attempts: lifecycle.attempts + 1 };
  if (correct) return decided(counted, 'passed', 'answered', at);
  if (counted.attempts >= counted.attemptsAllowed) return decided(counted, 'failed', 'answered', at);
  return { lifecycle: counted, change: 'attempt_counted' };
}

function decided(lifecycle: Lifecycle, status: Verdict, reason: Reason, at: Instant): Step {
  // A clock set back must not date a verdict before its challenge.
  const decidedAt = instant(Math.max(at, lifecycle.createdAt));
  return { lifecycle: { ...lifecycle, status, reason, decidedAt }, change: 'decided' };
}
