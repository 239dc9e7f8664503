import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChallengeEvent, type Lifecycle, transition } from '../../../src/domain/challenge/lifecycle.ts';
import { instant } from '../../../src/kernel/instant.ts';

const pending: Lifecycle = {
  status: 'pending',
  attempts: 0,
  attemptsAllowed: 1,
  createdAt: instant(1_000),
  expiresAt: instant(61_000),
  decidedAt: null,
  reason: null,
};

const answer = (correct: boolean, at = 2_000): ChallengeEvent => ({
  type: 'answer',
  correct,
  at: instant(at),
});

test('a right answer passes a pending challenge', () => {
  const { lifecycle, change } = transition(pending, answer(true));
  assert.equal(change, 'decided');
  assert.deepEqual(lifecycle, {
    ...pending,
    status: 'passed',
    attempts: 1,
    decidedAt: 2_000,
    reason: 'answered',
  });
});

test('a wrong answer fails it when no attempt is left', () => {
  assert.equal(transition(pending, answer(false)).lifecycle.status, 'failed');
});

test('a wrong answer is counted and leaves it pending while attempts are left', () => {
  const two = { ...pending, attemptsAllowed: 2 };
  const first = transition(two, answer(false));
  assert.deepEqual(first, { lifecycle: { ...two, attempts: 1 }, change: 'attempt_counted' });
  assert.equal(transition(first.lifecycle, answer(false)).lifecycle.status, 'failed');
});

test('an answer at its deadline comes too late, be it right', () => {
  const { lifecycle } = transition(pending, answer(true, 61_000));
  assert.equal(lifecycle.status, 'expired');
  assert.equal(lifecycle.attempts, 0);
});

test('the clock ends it at the deadline and not a millisecond before', () => {
  assert.equal(transition(pending, { type: 'clock', at: instant(60_999) }).change, 'none');
  assert.equal(transition(pending, { type: 'clock', at: instant(61_000) }).lifecycle.status, 'expired');
});

test('a verdict is never dated before its challenge, even when the clock was set back', () => {
  assert.equal(transition(pending, answer(true, -3_600_000)).lifecycle.decidedAt, 1_000);
});
