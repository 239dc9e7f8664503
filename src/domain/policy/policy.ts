import type { FactKind } from '../facts/fact.ts';

/** How hard a challenge is to guess, and what becomes of a client that guesses wrong. */
export type Policy = {
  readonly name: string;
  /** Kinds of fact it may ask about, in order of preference. */
  readonly facts: readonly FactKind[];
  /** Questions in one challenge; at most one per fact. All must be right. */
  readonly questions: number;
  /** Options of each question, "none of these" included where it is offered: 4 to 10. */
  readonly options: number;
  readonly noneOfThese: boolean;
  /** Seconds from the request to the deadline where the request names none: 10 to 600. */
  readonly ttlSeconds: number;
  /** Complete answers that one challenge accepts: 1 to 3. */
  readonly attempts: number;
  readonly lockout: Lockout;
  /**
   * Wrong answers about one fact, since the last right one, after which it is no longer asked by choice: 1 to 100.
   * With k options, m of them find the truth in m of k cases.
   */
  readonly failuresPerFact: number;
  /** Challenges that may be asked for one client within a sliding window. */
  readonly budget: { readonly challenges: number; readonly seconds: number };
  /** Whether an unanswered challenge counts as a failure of its client. */
  readonly expiryIsFailure: boolean;
  /** Whether the bot platform is told of an expired challenge, as of a failed one. */
  readonly tellExpired: boolean;
};

/** Consecutive failures lock the client out: after each `after` of them, for `firstSeconds`, then twice as long, up to `maxSeconds`. */
export type Lockout = {
  readonly after: number;
  readonly firstSeconds: number;
  readonly maxSeconds: number;
  /** Consecutive failures after which only an operator lifts the lock: at most 100. */
  readonly cap: number;
};

/** The reference's: one question, five options, sixty seconds, one attempt. */
export const DEFAULT_POLICY: Policy = {
  name: 'default',
  facts: ['date_of_birth'],
  questions: 1,
  options: 5,
  noneOfThese: true,
  ttlSeconds: 60,
  attempts: 1,
  lockout: { after: 3, firstSeconds: 15 * 60, maxSeconds: 24 * 60 * 60, cap: 100 },
  failuresPerFact: 3,
  budget: { challenges: 10, seconds: 10 * 60 },
  expiryIsFailure: false,
  tellExpired: true,
};
