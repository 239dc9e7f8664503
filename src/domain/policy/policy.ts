import type { FactKind } from '../facts/fact.ts';
import type { QuestionKind } from '../questions/question.ts';

/** How hard a challenge is to guess, and what becomes of a client that guesses wrong. */
export type Policy = {
  readonly name: string;
  /** The bot's flows that it is for: requests that name one of them, and no policy. */
  readonly flows?: readonly string[];
  /** Kinds of fact it may ask about, in order of preference. */
  readonly facts: readonly FactKind[];
  /** Those of them whose answer is typed; the others are asked by choice. `text` is always typed. */
  readonly typed: readonly FactKind[];
  /** Kinds of question that may be asked by choice; null: every kind there is about its facts. */
  readonly questionKinds: readonly QuestionKind[] | null;
  /** Questions in one challenge; at most one per fact. All must be right. */
  readonly questions: number;
  /** Options of each question, "none of these" included where it is offered: 4 to 10. */
  readonly options: number;
  readonly noneOfThese: boolean;
  /** Slips of the finger that are forgiven in each typed word of five letters or more. */
  readonly forgives: 0 | 1;
  /** Seconds from the request to the deadline where the request names none: 10 to 600. */
  readonly ttlSeconds: number;
  /** Complete answers that one challenge accepts: 1 to 3. */
  readonly attempts: number;
  readonly lockout: Lockout;
  /**
   * Wrong answers to challenges that asked about a fact, since the client's last right one, after which the fact is
   * not asked again until an operator unlocks the client: 1 to 100. A client's options never change, so each wrong
   * answer rules some out, and to have the rest typed instead would hide none of them.
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

/** Whether a policy has the answers about a kind of fact typed. */
export const isTyped = ({ typed }: Pick<Policy, 'typed'>, fact: FactKind): boolean =>
  fact === 'text' || typed.includes(fact);

/** The reference's: one question, five options, sixty seconds, one attempt. */
export const DEFAULT_POLICY: Policy = {
  name: 'default',
  facts: ['date_of_birth'],
  typed: [],
  questionKinds: ['date_of_birth', 'birth_month_plus_day'],
  questions: 1,
  options: 5,
  noneOfThese: true,
  forgives: 0,
  ttlSeconds: 60,
  attempts: 1,
  lockout: { after: 3, firstSeconds: 15 * 60, maxSeconds: 24 * 60 * 60, cap: 100 },
  failuresPerFact: 3,
  budget: { challenges: 10, seconds: 10 * 60 },
  expiryIsFailure: false,
  tellExpired: true,
};
