import { type Instant, plus } from '../../kernel/instant.ts';
import type { Client } from '../challenge/challenge.ts';
import type { Lockout, Policy } from './policy.ts';

const SECOND = 1000;

/** Whether a client may be asked again now, and if not, until when. */
export type Admission =
  | { readonly type: 'admitted' }
  | { readonly type: 'locked'; readonly until: Instant }
  | { readonly type: 'locked_for_operator' }
  | { readonly type: 'asked_too_often'; readonly until: Instant };

type Record = Pick<Client, 'consecutiveFailures' | 'lockedUntil' | 'askedAt'>;

/** Decides over a request for a client of which `record` is remembered. A new challenge resets nothing of it. */
export function admission(record: Record, policy: Policy, now: Instant): Admission {
  if (record.consecutiveFailures >= policy.lockout.cap) return { type: 'locked_for_operator' };
  if (record.lockedUntil !== null && now < record.lockedUntil)
    return { type: 'locked', until: record.lockedUntil };
  const windowStart = now - policy.budget.seconds * SECOND;
  const recent = record.askedAt.filter((at) => at > windowStart);
  const [oldest] = recent.slice(-policy.budget.challenges);
  if (oldest !== undefined && recent.length >= policy.budget.challenges) {
    return { type: 'asked_too_often', until: plus(oldest, policy.budget.seconds * SECOND) };
  }
  return { type: 'admitted' };
}

/** The requests to remember after one more at `now`: never more than the budget counts. */
export const askedAgain = (askedAt: readonly Instant[], policy: Policy, now: Instant): readonly Instant[] =>
  [...askedAt, now].slice(-policy.budget.challenges);

/** One more failure in a row, and the lock that follows where it completes a round of them. */
export function afterFailure(
  record: Pick<Client, 'consecutiveFailures' | 'lockedUntil'>,
  lockout: Lockout,
  now: Instant,
): Pick<Client, 'consecutiveFailures' | 'lockedUntil'> {
  const consecutiveFailures = record.consecutiveFailures + 1;
  if (consecutiveFailures % lockout.after !== 0) return { ...record, consecutiveFailures };
  const round = consecutiveFailures / lockout.after;
  return { consecutiveFailures, lockedUntil: plus(now, lockSeconds(lockout, round) * SECOND) };
}

/** Seconds of the `round`-th lock, counted from 1: doubling from the first to the longest. */
export const lockSeconds = (lockout: Lockout, round: number): number =>
  Math.min(lockout.firstSeconds * 2 ** Math.min(round - 1, 30), lockout.maxSeconds);

/** After a right answer nothing of the failures before it counts. */
export const AFTER_SUCCESS = { consecutiveFailures: 0, lockedUntil: null } as const;
