import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { candidatesOf } from '../../../src/domain/candidates/candidates.ts';
import type { ClientRef } from '../../../src/domain/challenge/challenge.ts';
import type { Fact } from '../../../src/domain/facts/fact.ts';
import { isoDate, parseIsoDate } from '../../../src/kernel/calendar.ts';
import { sha256 } from '../../../src/kernel/digest.ts';

const SECRET = sha256('a secret');
// Of the form that pseudonyms have.
const CLIENT = '00112233445566778899aabbccddeeff' as ClientRef;
const OTHER_CLIENT = 'ffeeddccbbaa99887766554433221100' as ClientRef;

const born = (text: string): Fact => ({ kind: 'date_of_birth', day: parseIsoDate(text) ?? Number.NaN });
const written = (values: readonly number[]): string[] => values.map(isoDate);

const FIRST_VERSION: readonly (readonly [birth: string, block: readonly string[], leftOut: string])[] = [
  ['1980-02-03', ['1977-09-07', '1978-04-21', '1979-06-15', '1980-02-03', '1981-05-23'], '1979-06-15'],
  ['2000-02-29', ['1997-03-21', '1998-07-16', '1999-04-03', '2000-02-29'], '1999-04-03'],
  [
    '1900-01-01',
    [
      '1900-01-01',
      '1901-03-12',
      '1902-06-15',
      '1904-02-02',
      '1905-10-07',
      '1906-04-09',
      '1908-07-17',
      '1909-12-30',
      '1910-09-20',
      '1912-05-05',
    ],
    '1909-12-30',
  ],
  ['2026-03-14', ['2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14', '2026-03-15'], '2026-03-11'],
];

describe('the candidates for a date of birth', () => {
  test('are the block in which it lies, in order, one of them left out', () => {
    const { fact, values, leftOut, truth } = candidatesOf(SECRET, CLIENT, born('1980-02-03'), 5);
    assert.equal(fact, 'date_of_birth');
    assert.equal(isoDate(truth), '1980-02-03');
    assert.ok(values.includes(truth) && values.includes(leftOut));
    assert.equal(values.length, 5);
  });

  test('never change from one version to another: what was shown before must be shown again', () => {
    // Drawn by the first version. Another draw would show old clients a second block, and so give the truth away.
    for (const [birth, block, leftOut] of FIRST_VERSION) {
      const candidates = candidatesOf(SECRET, CLIENT, born(birth), block.length);
      assert.deepEqual(written(candidates.values), block);
      assert.equal(isoDate(candidates.leftOut), leftOut);
    }
  });

  test('are the same whichever of them is true', () => {
    const { values, leftOut } = candidatesOf(SECRET, CLIENT, born('1980-02-03'), 5);
    for (const day of values) {
      const same = candidatesOf(SECRET, CLIENT, { kind: 'date_of_birth', day }, 5);
      const domain = { type: 'dates' };
      assert.deepEqual(same, { fact: 'date_of_birth', domain, values, leftOut, truth: day });
    }
  });

  test('differ between two clients with the same date', () => {
    const one = candidatesOf(SECRET, CLIENT, born('1980-02-03'), 5);
    const other = candidatesOf(SECRET, OTHER_CLIENT, born('1980-02-03'), 5);
    assert.notDeepEqual(one.values, other.values);
  });

  test('are drawn anew with another secret or another number of options, so neither may change lightly', () => {
    const { values } = candidatesOf(SECRET, CLIENT, born('1980-02-03'), 5);
    const rotated = candidatesOf(sha256('another secret'), CLIENT, born('1980-02-03'), 5).values;
    const wider = candidatesOf(SECRET, CLIENT, born('1980-02-03'), 6).values;
    for (const others of [rotated, wider]) {
      const common = others.filter((day) => values.includes(day));
      assert.deepEqual(written(common), ['1980-02-03']);
    }
  });

  test('of a date that is corrected to one of another block share nothing with those before', () => {
    const before = candidatesOf(SECRET, CLIENT, born('1980-02-03'), 5);
    const after = candidatesOf(SECRET, CLIENT, born('1980-03-02'), 5);
    assert.deepEqual(
      after.values.filter((day) => before.values.includes(day)),
      [],
    );
  });

  test('exist for no other number of options than 4 to 10, and for no day before 1900', () => {
    for (const size of [0, 3, 11, 4.5, Number.NaN, -5]) {
      assert.throws(() => candidatesOf(SECRET, CLIENT, born('1980-02-03'), size), RangeError, String(size));
    }
    assert.throws(() => candidatesOf(SECRET, CLIENT, born('1899-12-31'), 5), RangeError);
    assert.throws(() => candidatesOf(SECRET, CLIENT, born('no date'), 5), RangeError);
  });
});
