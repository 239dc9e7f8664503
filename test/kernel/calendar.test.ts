import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { civilDate, dayNumber, dayOf, isoDate, parseIsoDate } from '../../src/kernel/calendar.ts';

const SEED = { seed: 20261122 };
const FIRST_DAY = -719_528;
const LAST_DAY = 2_932_896;
const day = fc.integer({ min: FIRST_DAY, max: LAST_DAY });

describe('day numbers', () => {
  test('begin with 0 on 1970-01-01', () => {
    assert.equal(dayNumber({ year: 1970, month: 1, day: 1 }), 0);
    assert.equal(isoDate(0), '1970-01-01');
    assert.equal(isoDate(-1), '1969-12-31');
  });

  test('and their dates, parts and texts stand for one another from the year 0 to the year 9999', () => {
    fc.assert(
      fc.property(day, (number) => {
        assert.equal(dayNumber(civilDate(number)), number);
        assert.equal(parseIsoDate(isoDate(number)), number);
      }),
      { ...SEED, examples: [[FIRST_DAY], [LAST_DAY], [parseIsoDate('0099-12-31') ?? 0]] },
    );
    assert.equal(isoDate(FIRST_DAY), '0000-01-01');
    assert.equal(isoDate(LAST_DAY), '9999-12-31');
  });

  test('of neighbouring days differ by one, over the end of a month, a year and a February', () => {
    for (const [before, after] of [
      ['1999-12-31', '2000-01-01'],
      ['2000-02-28', '2000-02-29'],
      ['2000-02-29', '2000-03-01'],
      ['1900-02-28', '1900-03-01'],
      ['2024-04-30', '2024-05-01'],
    ] as const) {
      assert.equal(parseIsoDate(after), (parseIsoDate(before) ?? Number.NaN) + 1, `${before} ${after}`);
    }
  });
});

describe('a text is a date', () => {
  test('only where the day exists', () => {
    for (const text of ['2000-02-29', '2024-02-29', '1900-01-01', '2026-12-31']) {
      assert.notEqual(parseIsoDate(text), null, text);
    }
    for (const text of [
      '1900-02-29',
      '2023-02-29',
      '2023-02-30',
      '2023-04-31',
      '2023-00-10',
      '2023-13-01',
      '2023-01-00',
      '2023-01-32',
    ]) {
      assert.equal(parseIsoDate(text), null, text);
    }
  });

  test('only in its one spelling', () => {
    for (const text of [
      '1980-2-3',
      '80-02-03',
      '1980-02-03 ',
      ' 1980-02-03',
      '1980-02-03\n',
      '1980-02-03T00:00:00Z',
      '1980/02/03',
      '03-02-1980',
      '+01980-02-03',
      '-1980-02-03',
      '１９８０-02-03',
      '',
    ]) {
      assert.equal(parseIsoDate(text), null, JSON.stringify(text));
    }
  });

  test('never where it is something else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const number = parseIsoDate(text);
        assert.ok(number === null || isoDate(number) === text);
      }),
      SEED,
    );
  });
});

test('an instant lies in the UTC day that it began with, before 1970 too', () => {
  assert.equal(dayOf(0), 0);
  assert.equal(dayOf(86_399_999), 0);
  assert.equal(dayOf(86_400_000), 1);
  assert.equal(dayOf(-1), -1);
});
