import type { FactKind } from '../facts/fact.ts';
import { lockSeconds } from './lockout.ts';
import { isTyped, type Lockout, type Policy } from './policy.ts';

/** What somebody achieves who knows nothing and tries one combination of answers after another, never the same twice. */
export type Guessing = {
  /** Of one complete answer. */
  readonly perTry: number;
  /** Of one challenge, with all its attempts. */
  readonly perChallenge: number;
  /** Of the same, as bits: the negative logarithm to the base 2. */
  readonly bits: number;
  /** Of all challenges up to the first lock that ends by itself. */
  readonly beforeFirstLock: number;
  /** Wrong answers at most before an operator must lift the lock, by the cap or because no facts are left to ask. */
  readonly triesUnderCap: number;
  /** Of all challenges up to there, at most. */
  readonly underCap: number;
  /** What ends the tries: the cap on failures in a row, or the facts, each of which sees only so many. */
  readonly endedBy: 'cap' | 'facts';
  /**
   * How often an operator would have to lift that lock until a guess is right, on average, and at the most. Whoever lifts
   * it gives the tries back, and none of what the wrong ones have told is forgotten.
   */
  readonly unlocks: { readonly mean: number; readonly most: number };
  /** Days of locks that end by themselves until a guess is right, on average, where an operator lifts the other one at once. */
  readonly expectedDays: number;
};

/**
 * One in how many guesses of a typed answer is right. Facts of which the last four digits are asked have 10,000; of a
 * day of birth an age is known to within some five years either way; of the others the commonest answer is assumed to
 * be one person's in twenty.
 */
const TYPED_ONE_IN: Readonly<Record<FactKind, number>> = {
  date_of_birth: 3652,
  national_id: 10,
  account_number: 10_000,
  card_number: 10_000,
  phone_last_digits: 10_000,
  postal_code: 20,
  city: 20,
  street: 20,
  choice: 20,
  text: 20,
  year: 20,
  amount: 20,
};

const DAY_SECONDS = 24 * 60 * 60;

/** What a policy leaves to somebody who guesses. Where it can choose among facts, the easiest to guess are counted. */
export function guessing(policy: Policy): Guessing {
  const { attempts, lockout, questions } = policy;
  const answers = [...new Set(policy.facts)]
    .map((fact) => (isTyped(policy, fact) ? TYPED_ONE_IN[fact] : policy.options))
    .sort((a, b) => a - b);
  const combinations = answers.slice(0, questions).reduce((product, each) => product * each, 1);
  const after = (tries: number): number => Math.min(1, tries / combinations);
  const byFacts = Math.floor((answers.length * policy.failuresPerFact) / questions);
  const triesUnderCap = Math.min(lockout.cap, byFacts);
  return {
    perTry: after(1),
    perChallenge: after(attempts),
    bits: Math.log2(combinations / Math.min(attempts, combinations)),
    beforeFirstLock: after(Math.min(lockout.after, triesUnderCap)),
    triesUnderCap,
    // Where several are asked at once, each try is right with one chance in all combinations, and their sum is the most.
    underCap:
      questions === 1 ? byTurns(answers, triesUnderCap, policy.failuresPerFact) : after(triesUnderCap),
    endedBy: byFacts < lockout.cap ? 'facts' : 'cap',
    ...untilRight(combinations, triesUnderCap, lockout),
  };
}

/**
 * The most that `tries` achieve where one fact is asked at a time, and each so often: one fact after the other, those with the
 * fewest answers first. Facts know nothing of each other, so what they withstand multiplies.
 * @param answers of each fact, the fewest first.
 */
function byTurns(answers: readonly number[], tries: number, perFact: number): number {
  let left = tries;
  let withstood = 1;
  for (const count of answers) {
    const tried = Math.min(left, perFact, count);
    left -= tried;
    withstood *= 1 - tried / count;
  }
  return 1 - withstood;
}

/**
 * Until the right one of `combinations` is tried, which is equally likely to be any of them: rounds of `tries`, an
 * operator's unlocking between two rounds, and within each round the locks that end by themselves, from the shortest on.
 */
function untilRight(
  combinations: number,
  tries: number,
  lockout: Lockout,
): Pick<Guessing, 'unlocks' | 'expectedDays'> {
  /** Seconds of locks before the try `nth` of a round, counted from 0. */
  const waits: number[] = [];
  for (let nth = 0, waited = 0; nth < tries; nth++) {
    if (nth > 0 && nth % lockout.after === 0) waited += lockSeconds(lockout, nth / lockout.after);
    waits.push(waited);
  }
  const inRound = waits.at(-1) ?? 0;
  const rounds = Math.floor(combinations / tries);
  const rest = combinations - rounds * tries;
  const sum = (seconds: readonly number[]): number => seconds.reduce((total, each) => total + each, 0);
  const unlocksBefore = (tries * rounds * (rounds - 1)) / 2 + rest * rounds;
  const waited = inRound * unlocksBefore + rounds * sum(waits) + sum(waits.slice(0, rest));
  return {
    unlocks: { mean: unlocksBefore / combinations, most: Math.ceil(combinations / tries) - 1 },
    expectedDays: waited / combinations / DAY_SECONDS,
  };
}
