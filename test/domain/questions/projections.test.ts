import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Candidates } from '../../../src/domain/candidates/candidates.ts';
import { askableQuestions, contentOf } from '../../../src/domain/questions/projections.ts';
import { parseIsoDate } from '../../../src/kernel/calendar.ts';

const day = (text: string): number => parseIsoDate(text) ?? Number.NaN;

function candidates(...texts: readonly string[]): Candidates {
  const values = texts.map(day);
  const [first] = values;
  return { fact: 'date_of_birth', values, leftOut: first ?? 0, truth: first ?? 0 };
}

describe('an option for a date of birth', () => {
  test('shows the date itself, or the sum of its month and day', () => {
    const birth = day('1980-02-03');
    assert.deepEqual(contentOf('date_of_birth', birth), { type: 'date', day: birth });
    assert.deepEqual(contentOf('birth_month_plus_day', birth), { type: 'number', value: 5 });
  });

  test('shows sums from 2 on the first of January to 43 on the last of December', () => {
    assert.deepEqual(contentOf('birth_month_plus_day', day('2000-01-01')), { type: 'number', value: 2 });
    assert.deepEqual(contentOf('birth_month_plus_day', day('2000-12-31')), { type: 'number', value: 43 });
    assert.deepEqual(contentOf('birth_month_plus_day', day('2000-02-29')), { type: 'number', value: 31 });
  });
});

describe('a question', () => {
  test('may be asked where each candidate has an answer of its own', () => {
    assert.deepEqual(askableQuestions(candidates('1980-02-03', '1981-04-05', '1982-06-07', '1983-08-09')), [
      'date_of_birth',
      'birth_month_plus_day',
    ]);
  });

  test('may not be asked where two candidates have the same answer, be one of them left out or not', () => {
    // 3 February and 2 March: both have the sum 5.
    const alike = candidates('1980-02-03', '1981-03-02', '1982-06-07', '1983-08-09');
    for (const leftOut of alike.values) {
      assert.deepEqual(askableQuestions({ ...alike, leftOut }), ['date_of_birth']);
    }
  });
});
