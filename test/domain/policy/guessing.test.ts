import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { guessing } from '../../../src/domain/policy/guessing.ts';
import { lockSeconds } from '../../../src/domain/policy/lockout.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/domain/policy/policy.ts';
import { SHIPPED_POLICIES } from '../../../src/domain/policy/shipped-policies.ts';

const policy = (changes: Partial<Policy>): Policy => ({ ...DEFAULT_POLICY, ...changes });
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, expected), `${actual}, not ${expected}`);

/** The same means by trying every combination in turn, an operator lifting what only an operator can lift. */
function slowly(combinations: number, tries: number, { lockout }: Policy) {
  let waited = 0;
  let unlocked = 0;
  let inRound = 0;
  const sums = { days: 0, unlocks: 0 };
  for (let tried = 0; tried < combinations; tried++) {
    if (inRound === tries) {
      unlocked++;
      inRound = 0;
    } else if (inRound > 0 && inRound % lockout.after === 0) {
      waited += lockSeconds(lockout, inRound / lockout.after);
    }
    inRound++;
    sums.days += waited / combinations / 86_400;
    sums.unlocks += unlocked / combinations;
  }
  return { ...sums, most: unlocked };
}

describe('what a policy leaves to a guesser', () => {
  test('is one in five for one question of five options, and three in five before the first lock', () => {
    const odds = guessing(DEFAULT_POLICY);
    assert.equal(odds.perChallenge, 0.2);
    near(odds.bits, Math.log2(5));
    assert.equal(odds.beforeFirstLock, 0.6);
    assert.deepEqual([odds.triesUnderCap, odds.endedBy], [3, 'facts']);
    near(odds.underCap, 0.6);
  });

  test('grows with attempts and shrinks with questions', () => {
    assert.equal(guessing(policy({ attempts: 2 })).perChallenge, 0.4);
    const facts = ['date_of_birth', 'account_number', 'card_number', 'amount'] as const;
    const four = guessing(policy({ facts, questions: 4, options: 4 }));
    near(four.perChallenge, 1 / 256);
    near(four.bits, 8);
  });

  test('never passes one', () => {
    const odds = guessing(policy({ attempts: 3, options: 4, failuresPerFact: 100 }));
    assert.deepEqual([odds.perChallenge, odds.underCap], [0.75, 1]);
  });

  test('counts the facts that are easiest to guess, where there are more than questions', () => {
    const odds = guessing(policy({ facts: ['card_number', 'date_of_birth'], typed: ['card_number'] }));
    assert.equal(odds.perTry, 0.2);
  });

  test('is two in five under the shipped policy for small things, which stops after the second wrong answer', () => {
    const quick = SHIPPED_POLICIES.find(({ name }) => name === 'quick');
    const odds = guessing(quick ?? DEFAULT_POLICY);
    assert.deepEqual([odds.perChallenge, odds.triesUnderCap, odds.endedBy], [0.2, 2, 'cap']);
    near(odds.underCap, 0.4);
  });

  test('ends at the cap where that comes first', () => {
    const lockout = { ...DEFAULT_POLICY.lockout, cap: 2 };
    const odds = guessing(policy({ lockout }));
    assert.deepEqual([odds.triesUnderCap, odds.endedBy], [2, 'cap']);
    near(odds.underCap, 0.4);
    assert.equal(odds.beforeFirstLock, 0.4);
  });

  test('is more where facts take turns, and certain only where one of them can be tried to the end', () => {
    const two = { facts: ['date_of_birth', 'city'] as const };
    near(guessing(policy(two)).underCap, 1 - 0.4 ** 2);
    near(
      guessing(policy({ ...two, lockout: { ...DEFAULT_POLICY.lockout, cap: 4 } })).underCap,
      1 - 0.4 * 0.8,
    );
    near(guessing(policy({ ...two, typed: ['city'] })).underCap, 1 - 0.4 * (1 - 3 / 20));
    assert.equal(guessing(policy({ ...two, failuresPerFact: 5 })).underCap, 1);
  });

  test('in days and unlockings is the mean over all combinations', () => {
    for (const [questions, options] of [
      [1, 5],
      [1, 4],
      [2, 10],
      [4, 4],
      [4, 5],
    ] as const) {
      const facts = ['date_of_birth', 'account_number', 'card_number', 'amount'] as const;
      for (const after of [1, 3, 7]) {
        for (const failuresPerFact of [3, 10]) {
          const lockout = { ...DEFAULT_POLICY.lockout, after };
          const each = policy({ facts, questions, options, failuresPerFact, lockout });
          const odds = guessing(each);
          const expected = slowly(options ** questions, odds.triesUnderCap, each);
          near(odds.expectedDays, expected.days);
          near(odds.unlocks.mean, expected.unlocks);
          assert.equal(odds.unlocks.most, expected.most);
        }
      }
    }
  });

  test('in days is right where the first lock is the longest already', () => {
    const lockout = { after: 3, firstSeconds: 60, maxSeconds: 60, cap: 100 };
    const each = policy({ lockout, facts: ['date_of_birth', 'amount'], questions: 2, failuresPerFact: 10 });
    near(guessing(each).expectedDays, slowly(25, 10, each).days);
  });

  test('is told of a year of tries: 4 x 4 options are too few for three tries a day', () => {
    // The figure that the cap on failures is there for.
    assert.ok(1 - (1 - 1 / 256) ** (3 * 365) > 0.98);
    for (const each of SHIPPED_POLICIES) {
      const { triesUnderCap, underCap } = guessing(each);
      assert.ok(triesUnderCap <= 100 && underCap <= 0.6, each.name);
    }
  });
});
