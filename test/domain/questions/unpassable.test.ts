import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allAreMet, questionsMet } from '../../../src/domain/questions/check-answers.ts';
import { asAsked, type TypedQuestion } from '../../../src/domain/questions/question.ts';
import { unpassable } from '../../../src/domain/questions/unpassable.ts';
import { toBase64url } from '../../../src/kernel/bytes.ts';
import { seededEntropy } from '../../fakes/entropy.ts';

const random = (size: number) => seededEntropy('unpassable').bytes(size);

const TYPED: TypedQuestion = {
  entry: 'typed',
  kind: 'city',
  fact: 'city',
  wording: null,
  on: null,
  form: 'text',
  length: null,
  accepts: ['oaxaca'],
  forgives: 1,
};

test('what was right is typed in vain, slips of the finger forgiven or not, and nothing else shows', () => {
  const question = unpassable(TYPED, random);
  assert.deepEqual(asAsked(question), asAsked(TYPED));
  for (const typed of ['oaxaca', 'Oaxaca', 'oaxac', '\u0000\u0000\u0000oaxaca', '']) {
    assert.equal(allAreMet(questionsMet([TYPED], new Map([['q1', ['oaxaca']]]))), true);
    assert.equal(allAreMet(questionsMet([question], new Map([['q1', [typed]]]))), false, typed);
  }
});

test('an answer that happened to be one of the options is drawn again', () => {
  const first = new Uint8Array(9);
  const draws = [first, new Uint8Array(9).fill(1)];
  const question = unpassable(
    {
      entry: 'choice',
      kind: 'year',
      fact: 'year',
      wording: null,
      on: null,
      options: [{ value: toBase64url(first), content: { type: 'none_of_these' } }],
      answer: toBase64url(first),
    },
    () => draws.shift() ?? new Uint8Array(),
  );
  assert.ok(question.entry === 'choice');
  assert.equal(question.answer, toBase64url(new Uint8Array(9).fill(1)));
});
