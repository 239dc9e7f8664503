import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allAreMet, fieldFaults, questionsMet } from '../../../src/domain/questions/check-answers.ts';
import type { Question } from '../../../src/domain/questions/question.ts';

const question = (answer: string, ...others: readonly string[]): Question => ({
  entry: 'choice',
  wording: null,
  on: null,
  kind: 'date_of_birth',
  fact: 'date_of_birth',
  options: [answer, ...others].map((value, day) => ({ value, content: { type: 'date', day } })),
  answer,
});

const QUESTIONS = [question('right-1', 'wrong-1', 'other-1'), question('right-2', 'wrong-2', 'other-2')];

const form = (fields: Readonly<Record<string, readonly string[]>>): ReadonlyMap<string, readonly string[]> =>
  new Map(Object.entries(fields));

describe('a form', () => {
  test('is whole where each question was given one of its options, right or wrong', () => {
    for (const first of ['right-1', 'wrong-1', 'other-1']) {
      assert.equal(fieldFaults(QUESTIONS, form({ q1: [first], q2: ['right-2'] })).size, 0);
    }
  });

  test('tells by field what is missing, doubled or was never offered', () => {
    const faults = (fields: Readonly<Record<string, readonly string[]>>) => [
      ...fieldFaults(QUESTIONS, form(fields)),
    ];
    assert.deepEqual(faults({}), [
      ['q1', 'missing'],
      ['q2', 'missing'],
    ]);
    assert.deepEqual(faults({ q1: [], q2: ['right-2'] }), [['q1', 'missing']]);
    assert.deepEqual(faults({ q1: ['right-1'], q2: ['right-2', 'right-2'] }), [['q2', 'doubled']]);
    assert.deepEqual(faults({ q1: ['right-1'], q2: ['right-2', 'wrong-2'] }), [['q2', 'doubled']]);
    for (const value of ['', 'right-1', 'RIGHT-2', 'right-2 ', '0', '__proto__']) {
      assert.deepEqual(faults({ q1: ['right-1'], q2: [value] }), [['q2', 'unknown_value']], value);
    }
  });

  test('may hold other fields, which say nothing', () => {
    assert.equal(
      fieldFaults(QUESTIONS, form({ q1: ['right-1'], q2: ['right-2'], q3: ['x'], q0: ['y'] })).size,
      0,
    );
  });
});

describe('an answer is right', () => {
  test('where every question was given its right option, and only there', () => {
    assert.equal(allAreMet(questionsMet(QUESTIONS, form({ q1: ['right-1'], q2: ['right-2'] }))), true);
    for (const fields of [
      { q1: ['right-1'], q2: ['wrong-2'] },
      { q1: ['wrong-1'], q2: ['right-2'] },
      { q1: ['wrong-1'], q2: ['wrong-2'] },
      { q1: ['right-2'], q2: ['right-1'] },
    ]) {
      assert.equal(allAreMet(questionsMet(QUESTIONS, form(fields))), false, JSON.stringify(fields));
    }
  });

  test('never where anything is missing, doubled or empty', () => {
    const fields: readonly Readonly<Record<string, readonly string[]>>[] = [
      {},
      { q1: ['right-1'] },
      { q1: [], q2: [] },
      { q1: [''], q2: [''] },
      { q1: ['right-1', 'right-1'], q2: ['right-2'] },
      { q1: ['right-1'], q2: ['right-2', 'wrong-2'] },
    ];
    for (const each of fields)
      assert.equal(allAreMet(questionsMet(QUESTIONS, form(each))), false, JSON.stringify(each));
  });

  test('never where nothing was asked', () => {
    assert.equal(allAreMet(questionsMet([], form({}))), false);
    assert.equal(allAreMet(questionsMet([], form({ q1: ['right-1'] }))), false);
  });

  test('never by an empty answer, were a question ever without a right one', () => {
    assert.equal(allAreMet(questionsMet([question('')], form({ q1: [] }))), false);
    assert.equal(allAreMet(questionsMet([question('')], form({}))), false);
  });
});
