import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { guessing } from '../../../src/domain/policy/guessing.ts';
import { lockSeconds } from '../../../src/domain/policy/lockout.ts';
import { DEFAULT_POLICY, type Policy } from '../../../src/domain/policy/policy.ts';
import { SHIPPED_POLICIES } from '../../../src/domain/policy/shipped-policies.ts';

const policy = (changes: Partial<Policy>): Policy => ({ ...DEFAULT_POLICY, ...changes });
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, expected), `${actual}, not ${expected}`);

/** The same mean by trying every combination in turn. */
function slowDays(combinations: number, { lockout }: Policy): number {
  let waited = 0;
  let sum = 0;
  for (let tried = 0; tried < combinations; tried++) {
    if (tried > 0 && tried % lockout.after === 0) waited += lockSeconds(lockout, tried / lockout.after);
    sum += waited;
  }
  return sum / combinations / 86_400;
}

describe('what a policy leaves to a guesser', () => {
  test('is one in five for one question of five options, and three in five before the first lock', () => {
    const odds = guessing(DEFAULT_POLICY);
    assert.equal(odds.perChallenge, 0.2);
    near(odds.bits, Math.log2(5));
    assert.equal(odds.beforeFirstLock, 0.6);
    assert.deepEqual([odds.triesUnderCap, odds.underCap, odds.endedBy], [3, 0.6, 'facts']);
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

  test('ends at the cap where that comes first', () => {
    const lockout = { ...DEFAULT_POLICY.lockout, cap: 2 };
    const odds = guessing(policy({ lockout }));
    assert.deepEqual([odds.triesUnderCap, odds.underCap, odds.endedBy], [2, 0.4, 'cap']);
    assert.equal(odds.beforeFirstLock, 0.4);
  });

  test('in days is the mean of all locks before the right combination is tried', () => {
    for (const [questions, options] of [
      [1, 5],
      [1, 4],
      [2, 10],
      [4, 4],
      [4, 5],
    ] as const) {
      const facts = ['date_of_birth', 'account_number', 'card_number', 'amount'] as const;
      for (const after of [1, 3, 7]) {
        const each = policy({ facts, questions, options, lockout: { ...DEFAULT_POLICY.lockout, after } });
        near(guessing(each).expectedDays, slowDays(options ** questions, each));
      }
    }
  });

  test('in days is right where the first lock is the longest already', () => {
    const lockout = { after: 3, firstSeconds: 60, maxSeconds: 60, cap: 100 };
    const each = policy({ lockout, facts: ['date_of_birth', 'amount'], questions: 2 });
    near(guessing(each).expectedDays, slowDays(25, each));
  });

  test('is told of a year of tries: 4 x 4 options are too few for three tries a day', () => {
    // The figure that the cap on failures is there for.
    assert.ok(1 - (1 - 1 / 256) ** (3 * 365) > 0.98);
    for (const each of SHIPPED_POLICIES) assert.ok(guessing(each).triesUnderCap <= 100);
  });
});
