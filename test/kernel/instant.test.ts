import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, parseRfc3339, plus, toRfc3339 } from '../../src/kernel/instant.ts';

test('an instant is a whole number of milliseconds, and anything else is a bug', () => {
  assert.equal(plus(instant(1), 2), 3);
  for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
    assert.throws(() => instant(wrong), RangeError);
  }
});

test('is written in UTC with milliseconds', () => {
  assert.equal(toRfc3339(instant(1_795_339_800_000)), '2026-11-22T09:30:00.000Z');
});

test('a time is read in any offset and any precision, and written in UTC', () => {
  const times: readonly (readonly [string, string])[] = [
    ['2026-11-22T09:30:00Z', '2026-11-22T09:30:00.000Z'],
    ['2026-11-22t03:30:00.5-06:00', '2026-11-22T09:30:00.500Z'],
    ['2026-11-22T09:30:00.123456789Z', '2026-11-22T09:30:00.123Z'],
    ['2024-02-29T23:59:59z', '2024-02-29T23:59:59.000Z'],
  ];
  for (const [text, written] of times) {
    const at = parseRfc3339(text);
    assert.equal(at === null ? null : toRfc3339(at), written, text);
  }
});

test('what is no time of RFC 3339, or a day that there is not, is none', () => {
  for (const text of [
    '',
    '2026-11-22',
    '2026-11-22 09:30:00Z',
    '2026-11-22T09:30Z',
    '2026-11-22T09:30:00',
    '2026-11-22T24:30:00Z',
    '2026-11-22T09:60:00Z',
    '2026-02-29T09:30:00Z',
    '2026-13-01T09:30:00Z',
    '2026-00-01T09:30:00Z',
    '+02026-11-22T09:30:00Z',
    '2026-11-22T09:30:00+25:00',
    'now',
  ]) {
    assert.equal(parseRfc3339(text), null, text);
  }
});
