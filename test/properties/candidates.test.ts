import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { divideOf } from '../../src/domain/candidates/birth-blocks.ts';
import { candidatesOf } from '../../src/domain/candidates/candidates.ts';
import type { ClientRef } from '../../src/domain/challenge/challenge.ts';
import { EARLIEST_BIRTH } from '../../src/domain/facts/date-of-birth.ts';
import { askableQuestions } from '../../src/domain/questions/projections.ts';
import { civilDate, parseIsoDate } from '../../src/kernel/calendar.ts';

const SETTINGS = { seed: 20261122, numRuns: 300 };
const DIVIDE = parseIsoDate('2026-01-01') ?? 0;
const TODAY = parseIsoDate('2060-12-31') ?? 0;

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });
const clients = fc
  .array(fc.constantFrom(...'0123456789abcdef'), { minLength: 32, maxLength: 32 })
  // Of the form that pseudonyms have.
  .map((digits) => digits.join('') as ClientRef);
const sizes = fc.integer({ min: 4, max: 10 });
const days = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: EARLIEST_BIRTH, max: DIVIDE - 1 }) },
  { weight: 1, arbitrary: fc.integer({ min: DIVIDE - 10, max: TODAY }) },
  { weight: 1, arbitrary: fc.constantFrom(...edges()) },
);

/** 29 February, 31 December and 1 January of years long past and not, and the ends of the domain. */
function edges(): number[] {
  const years = Array.from({ length: 126 }, (_, nth) => 1900 + nth);
  return years
    .flatMap((year) => [`${year}-01-01`, `${year}-02-29`, `${year}-12-31`])
    .flatMap((text) => parseIsoDate(text) ?? []);
}

describe('for every secret, client, day and number of options', () => {
  test('the truth is one of as many different candidates as there are options', () => {
    fc.assert(
      fc.property(secrets, clients, days, sizes, (secret, client, day, size) => {
        const { values, leftOut, truth } = candidatesOf(secret, client, { kind: 'date_of_birth', day }, size);
        assert.equal(truth, day);
        assert.equal(new Set(values).size, size);
        assert.ok(values.includes(truth) && values.includes(leftOut));
        assert.ok(values.every((value, nth) => nth === 0 || value > (values[nth - 1] ?? value)));
      }),
      SETTINGS,
    );
  });

  test('the candidates, the one left out and the questions are the same whichever candidate is true', () => {
    fc.assert(
      fc.property(secrets, clients, days, sizes, (secret, client, day, size) => {
        const one = candidatesOf(secret, client, { kind: 'date_of_birth', day }, size);
        for (const value of one.values) {
          const same = candidatesOf(secret, client, { kind: 'date_of_birth', day: value }, size);
          assert.deepEqual({ ...same, truth: one.truth }, one);
          assert.deepEqual(askableQuestions(same), askableQuestions(one));
        }
      }),
      { ...SETTINGS, numRuns: 100 },
    );
  });

  test('two days share all of their candidates or none: no day lies in two blocks', () => {
    fc.assert(
      fc.property(
        secrets,
        clients,
        days,
        sizes,
        fc.integer({ min: -4000, max: 4000 }),
        (secret, client, day, size, apart) => {
          const other = Math.max(EARLIEST_BIRTH, day + apart);
          const one = candidatesOf(secret, client, { kind: 'date_of_birth', day }, size).values;
          const two = candidatesOf(secret, client, { kind: 'date_of_birth', day: other }, size).values;
          const common = one.filter((value) => two.includes(value));
          assert.ok(common.length === 0 || common.length === size);
        },
      ),
      SETTINGS,
    );
  });

  test('candidates before 2026 differ in year, month, day of the month, and month plus day', () => {
    const past = fc.oneof(fc.integer({ min: EARLIEST_BIRTH, max: DIVIDE - 1 }), fc.constantFrom(...edges()));
    fc.assert(
      fc.property(secrets, clients, past, sizes, (secret, client, day, size) => {
        const { values } = candidatesOf(secret, client, { kind: 'date_of_birth', day }, size);
        const dates = values.map(civilDate);
        assert.equal(new Set(dates.map(({ year }) => year)).size, size);
        assert.equal(new Set(dates.map(({ month }) => month)).size, size);
        assert.equal(new Set(dates.map((date) => date.day)).size, size);
        assert.equal(new Set(dates.map((date) => date.month + date.day)).size, size);
      }),
      SETTINGS,
    );
  });

  test('a date of birth can be asked as a date and as a sum, and before 2026 in every way', () => {
    fc.assert(
      fc.property(secrets, clients, days, sizes, (secret, client, day, size) => {
        const candidates = candidatesOf(secret, client, { kind: 'date_of_birth', day }, size);
        const askable = askableQuestions(candidates);
        assert.deepEqual(askable.slice(0, 2), ['date_of_birth', 'birth_month_plus_day']);
        assert.equal(askable.length === 6 || day >= divideOf(size), true);
      }),
      SETTINGS,
    );
  });
});
