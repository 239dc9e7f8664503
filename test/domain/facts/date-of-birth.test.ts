import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { EARLIEST_BIRTH, parseDateOfBirth } from '../../../src/domain/facts/date-of-birth.ts';
import { isoDate, parseIsoDate } from '../../../src/kernel/calendar.ts';

const TODAY = parseIsoDate('2026-11-22') ?? 0;

describe('a date of birth', () => {
  test('is a real day from 1900-01-01 to today', () => {
    for (const text of ['1900-01-01', '1980-02-03', '2000-02-29', '2025-12-31', '2026-11-22']) {
      assert.deepEqual(parseDateOfBirth(text, TODAY), {
        ok: true,
        value: { kind: 'date_of_birth', day: parseIsoDate(text) },
      });
    }
  });

  test('is refused on any other day, or in any other form', () => {
    const others = ['1899-12-31', '2026-11-23', '9999-12-31', '1900-02-29', '2023-02-30', '0000-01-01'];
    const forms = [
      '',
      '1980-2-3',
      '03/02/1980',
      '1980-02-03 ',
      19800203,
      null,
      undefined,
      ['1980-02-03'],
      {},
    ];
    for (const value of [...others, ...forms]) {
      assert.equal(parseDateOfBirth(value, TODAY).ok, false, JSON.stringify(value));
    }
  });

  test('is refused with the form expected, and never with the value that came', () => {
    const refused = parseDateOfBirth('1980-13-03', TODAY);
    assert.deepEqual(refused, {
      ok: false,
      error: {
        fact: 'date_of_birth',
        expected: 'a real date written YYYY-MM-DD, not before 1900-01-01 and not after today',
      },
    });
  });

  test('is taken for every day of its domain and for nothing else that is a date', () => {
    fc.assert(
      fc.property(fc.integer({ min: EARLIEST_BIRTH - 40_000, max: TODAY + 40_000 }), (day) => {
        assert.equal(parseDateOfBirth(isoDate(day), TODAY).ok, day >= EARLIEST_BIRTH && day <= TODAY);
      }),
      { seed: 20261122 },
    );
  });

  test('takes whatever it is given without an error of its own', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const parsed = parseDateOfBirth(value, TODAY);
        assert.ok(!parsed.ok || isoDate(parsed.value.day) === value);
      }),
      { seed: 20261122 },
    );
  });
});
