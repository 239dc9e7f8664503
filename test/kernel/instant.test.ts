import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, plus, toRfc3339 } from '../../src/kernel/instant.ts';

test('an instant is a whole number of milliseconds, and anything else is a bug', () => {
  assert.equal(plus(instant(1), 2), 3);
  for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => instant(wrong), RangeError);
  }
});

test('is written in UTC with milliseconds', () => {
  assert.equal(toRfc3339(instant(1_795_339_800_000)), '2026-11-22T09:30:00.000Z');
});
