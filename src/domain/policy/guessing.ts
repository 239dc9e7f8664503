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
  readonly beforeFirstLock: number;
  /** Wrong answers at most before an operator must lift the lock, by the cap or because no facts are left to ask. */
  readonly triesUnderCap: number;
  /** At most: where facts take turns, a guesser begins anew with each. */
  readonly underCap: number;
  /** What ends the tries: the cap on failures in a row, or the facts, each of which sees only so many. */
  readonly endedBy: 'cap' | 'facts';
  /** Days until a guess is right, on average, where an operator lifted the lock each time without asking why. */
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
  const { attempts, lockout } = policy;
  const combinations = [...new Set(policy.facts)]
    .map((fact) => (isTyped(policy, fact) ? TYPED_ONE_IN[fact] : policy.options))
    .sort((a, b) => a - b)
    .slice(0, policy.questions)
    .reduce((product, each) => product * each, 1);
  const after = (tries: number): number => Math.min(1, tries / combinations);
  const byFacts = Math.floor((new Set(policy.facts).size * policy.failuresPerFact) / policy.questions);
  const triesUnderCap = Math.min(lockout.cap, byFacts);
  return {
    perTry: after(1),
    perChallenge: after(attempts),
    bits: Math.log2(combinations / Math.min(attempts, combinations)),
    beforeFirstLock: after(Math.min(lockout.after, triesUnderCap)),
    triesUnderCap,
    underCap: after(triesUnderCap),
    endedBy: byFacts < lockout.cap ? 'facts' : 'cap',
    expectedDays: meanSeconds(combinations, lockout) / DAY_SECONDS,
  };
}

/**
 * Seconds of locks before the right one of `combinations` is tried, on average: it is equally likely to be any of them.
 * Locks grow to their longest in few rounds; what follows is an arithmetic series.
 */
function meanSeconds(combinations: number, lockout: Lockout): number {
  const rounds = Math.ceil(combinations / lockout.after);
  const triesOf = (round: number): number =>
    round < rounds - 1 ? lockout.after : combinations - lockout.after * (rounds - 1);
  let waited = 0;
  let sum = 0;
  let round = 0;
  for (; round < rounds && (round === 0 || lockSeconds(lockout, round) < lockout.maxSeconds); round++) {
    waited += round === 0 ? 0 : lockSeconds(lockout, round);
    sum += triesOf(round) * waited;
  }
  const left = rounds - round;
  if (left > 0) {
    // Rounds from here on: each waits the longest lock more than the one before.
    const whole = lockout.after * (left * waited + (lockout.maxSeconds * left * (left + 1)) / 2);
    const missing = lockout.after - triesOf(rounds - 1);
    sum += whole - missing * (waited + lockout.maxSeconds * left);
  }
  return sum / combinations;
}
