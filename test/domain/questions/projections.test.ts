import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Candidates } from '../../../src/domain/candidates/candidates.ts';
import {
  askableQuestions,
  contentOfBirth,
  dayAskedAbout,
} from '../../../src/domain/questions/projections.ts';
import type { QuestionKind } from '../../../src/domain/questions/question.ts';
import { isoDate, parseIsoDate } from '../../../src/kernel/calendar.ts';

const day = (text: string): number => parseIsoDate(text) ?? Number.NaN;

const BIRTH_QUESTIONS: readonly QuestionKind[] = [
  'date_of_birth',
  'birth_month_plus_day',
  'birth_day_of_month',
  'birth_month',
  'birth_year',
  'age_on_date',
];

function candidates(...texts: readonly string[]): Candidates {
  const values = texts.map(day);
  const [first] = values;
  return { fact: 'date_of_birth', domain: { type: 'dates' }, values, leftOut: first ?? 0, truth: first ?? 0 };
}

describe('an option for a date of birth', () => {
  test('shows the date itself, or the sum of its month and day', () => {
    const birth = day('1980-02-03');
    assert.deepEqual(contentOfBirth('date_of_birth', birth), { type: 'date', day: birth });
    assert.deepEqual(contentOfBirth('birth_month_plus_day', birth), { type: 'number', value: 5 });
  });

  test('shows sums from 2 on the first of January to 43 on the last of December', () => {
    assert.deepEqual(contentOfBirth('birth_month_plus_day', day('2000-01-01')), { type: 'number', value: 2 });
    assert.deepEqual(contentOfBirth('birth_month_plus_day', day('2000-12-31')), {
      type: 'number',
      value: 43,
    });
    assert.deepEqual(contentOfBirth('birth_month_plus_day', day('2000-02-29')), {
      type: 'number',
      value: 31,
    });
  });
});

describe('a question', () => {
  test('may be asked where each candidate has an answer of its own', () => {
    const apart = candidates('1980-02-03', '1981-04-05', '1982-06-07', '1983-08-09');
    assert.deepEqual(askableQuestions(apart), BIRTH_QUESTIONS);
  });

  test('may be asked only where it is allowed', () => {
    const apart = candidates('1980-02-03', '1981-04-05', '1982-06-07', '1983-08-09');
    assert.deepEqual(askableQuestions(apart, ['birth_year', 'city']), ['birth_year']);
    assert.deepEqual(askableQuestions(apart, []), []);
  });

  test('may not be asked where two candidates have the same answer, be one of them left out or not', () => {
    // 3 February and 2 March: both have the sum 5.
    const alike = candidates('1980-02-03', '1981-03-02', '1982-06-07', '1983-08-09');
    for (const leftOut of alike.values) {
      assert.deepEqual(
        askableQuestions({ ...alike, leftOut }),
        BIRTH_QUESTIONS.filter((kind) => kind !== 'birth_month_plus_day'),
      );
    }
  });

  test('of neighbouring days is asked about the day alone, since they share year and age', () => {
    assert.deepEqual(askableQuestions(candidates('2026-03-11', '2026-03-12', '2026-03-13', '2026-03-14')), [
      'date_of_birth',
      'birth_month_plus_day',
      'birth_day_of_month',
    ]);
  });
});

describe('the age that is asked for', () => {
  const asked = (...texts: readonly string[]) =>
    dayAskedAbout('age_on_date', candidates(...texts).values) ?? Number.NaN;

  test('is that at the end of a year after every birth of the block, when all have had their birthday', () => {
    assert.equal(isoDate(asked('1980-02-03', '1983-12-31')), '2003-12-31');
    assert.equal(isoDate(asked('2003-02-03', '2008-12-31')), '2025-12-31');
    assert.equal(isoDate(asked('2021-02-03', '2025-12-31')), '2026-12-31');
  });

  test('is the difference of two years', () => {
    const on = asked('1980-02-03', '1983-12-31');
    assert.deepEqual(contentOfBirth('age_on_date', day('1980-02-03'), on), { type: 'number', value: 23 });
    assert.deepEqual(contentOfBirth('age_on_date', day('1983-12-31'), on), { type: 'number', value: 20 });
  });
});
