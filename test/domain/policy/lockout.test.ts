import assert from 'node:assert/strict';
import { test } from 'node:test';
import { admission, afterFailure, askedAgain, lockSeconds } from '../../../src/domain/policy/lockout.ts';
import { DEFAULT_POLICY } from '../../../src/domain/policy/policy.ts';
import { type Instant, instant } from '../../../src/kernel/instant.ts';

const clean = { consecutiveFailures: 0, lockedUntil: null, askedAt: [] };
const MINUTE = 60_000;

function failures(count: number, at: Instant) {
  let record: { consecutiveFailures: number; lockedUntil: Instant | null } = clean;
  for (let done = 0; done < count; done++) record = afterFailure(record, DEFAULT_POLICY.lockout, at);
  return { ...record, askedAt: [] };
}

test('a client of whom nothing is known is admitted', () => {
  assert.deepEqual(admission(clean, DEFAULT_POLICY, instant(0)), { type: 'admitted' });
});

test('three failures in a row lock a client out for a quarter of an hour', () => {
  const locked = failures(3, instant(0));
  assert.deepEqual(admission(locked, DEFAULT_POLICY, instant(1)), { type: 'locked', until: 15 * MINUTE });
  assert.deepEqual(admission(locked, DEFAULT_POLICY, instant(15 * MINUTE)), { type: 'admitted' });
});

test('two failures do not lock yet', () => {
  assert.deepEqual(admission(failures(2, instant(0)), DEFAULT_POLICY, instant(1)), { type: 'admitted' });
});

test('each further round of failures locks twice as long, up to a day', () => {
  const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 33].map(
    (round) => lockSeconds(DEFAULT_POLICY.lockout, round) / 60,
  );
  assert.deepEqual(minutes, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
});

test('after a hundred failures in a row only an operator lifts the lock', () => {
  const aYear = instant(365 * 24 * 60 * MINUTE);
  assert.deepEqual(admission(failures(100, instant(0)), DEFAULT_POLICY, aYear), {
    type: 'locked_for_operator',
  });
});

test('the eleventh challenge within ten minutes is refused until the first of the ten is ten minutes old', () => {
  let askedAt: readonly Instant[] = [];
  for (let second = 0; second < 10; second++)
    askedAt = askedAgain(askedAt, DEFAULT_POLICY, instant(second * 1000));
  const record = { ...clean, askedAt };
  assert.deepEqual(admission(record, DEFAULT_POLICY, instant(20_000)), {
    type: 'asked_too_often',
    until: 10 * MINUTE,
  });
  assert.deepEqual(admission(record, DEFAULT_POLICY, instant(10 * MINUTE)), { type: 'admitted' });
});
