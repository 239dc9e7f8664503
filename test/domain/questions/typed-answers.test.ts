import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allAreMet, fieldFaults, questionsMet } from '../../../src/domain/questions/check-answers.ts';
import { differsByOneEditAtMost } from '../../../src/domain/questions/one-edit.ts';
import type { TypedQuestion } from '../../../src/domain/questions/question.ts';
import { typedQuestion } from '../../../src/domain/questions/typed-question.ts';
import { parseIsoDate } from '../../../src/kernel/calendar.ts';

const asked = (fact: Parameters<typeof typedQuestion>[0], forgives: 0 | 1 = 0): TypedQuestion => {
  const question = typedQuestion(fact, forgives);
  assert.ok(question !== null);
  return question;
};

const BIRTH = asked({ kind: 'date_of_birth', day: parseIsoDate('1980-02-03') ?? 0 });
const CARD = asked({ kind: 'card_number', text: '0134', varied: ['any', 'any', 'any', 'any'] });
const ID = asked({ kind: 'national_id', text: 'RL04', varied: [null, null, null, 'any'] });
const city = (value: string, forgives: 0 | 1) =>
  asked({ kind: 'city', wording: null, value, among: null }, forgives);

type Form = Readonly<Record<string, string | readonly string[]>>;
const fields = (form: Form) => new Map(Object.entries(form).map(([name, value]) => [name, [value].flat()]));
const fault = (question: TypedQuestion, form: Form) =>
  fieldFaults([question], fields(form)).get('q1') ?? null;
const isRight = (question: TypedQuestion, form: Form) => allAreMet(questionsMet([question], fields(form)));

describe('a typed date', () => {
  test('is right in one field or in three, in digits of any script', () => {
    for (const form of [
      { q1: '1980-02-03' },
      { q1: ' 1980-2-3 ' },
      { 'q1-day': '3', 'q1-month': '2', 'q1-year': '1980' },
      { 'q1-day': '03', 'q1-month': '02', 'q1-year': '1980', q1: '' },
      { 'q1-day': '٣', 'q1-month': '٢', 'q1-year': '١٩٨٠' },
    ]) {
      assert.equal(fault(BIRTH, form), null, JSON.stringify(form));
      assert.equal(isRight(BIRTH, form), true, JSON.stringify(form));
    }
  });

  test('of another day is well formed and wrong', () => {
    for (const q1 of ['1980-03-02', '1981-02-03', '2080-02-03']) {
      assert.equal(fault(BIRTH, { q1 }), null);
      assert.equal(isRight(BIRTH, { q1 }), false);
    }
  });

  test('that is no day is told before it counts', () => {
    for (const q1 of ['1980-02-30', '80-02-03', '3/2/1980', 'x', '1980-02-03x', '1'.repeat(300)]) {
      assert.equal(fault(BIRTH, { q1 }), 'malformed', q1);
      assert.equal(isRight(BIRTH, { q1 }), false);
    }
    assert.equal(fault(BIRTH, { 'q1-day': '3', 'q1-month': '2' }), 'malformed');
  });

  test('that is missing or came twice is told, too', () => {
    assert.equal(fault(BIRTH, {}), 'missing');
    assert.equal(fault(BIRTH, { q1: '  ', 'q1-day': '' }), 'missing');
    assert.equal(fault(BIRTH, { q1: ['1980-02-03', '1980-02-03'] }), 'doubled');
    assert.equal(
      fault(BIRTH, { q1: '1980-02-03', 'q1-day': '3', 'q1-month': '2', 'q1-year': '1980' }),
      'doubled',
    );
    assert.equal(fault(BIRTH, { 'q1-day': ['3', '4'], 'q1-month': '2', 'q1-year': '1980' }), 'doubled');
  });
});

describe('typed digits and characters', () => {
  test('may be grouped, and written in any script or case', () => {
    for (const q1 of ['0134', ' 01 34', '01-34', '०१३४', '０１３４'])
      assert.equal(isRight(CARD, { q1 }), true, q1);
    for (const q1 of ['RL04', 'rl04', 'r l 0 4', 'RL٠٤']) assert.equal(isRight(ID, { q1 }), true, q1);
  });

  test('of another number or kind are told as malformed, and other digits as wrong', () => {
    for (const q1 of ['134', '00134', '01a4', '١٣٤']) assert.equal(fault(CARD, { q1 }), 'malformed', q1);
    assert.equal(fault(ID, { q1: 'RL0' }), 'malformed');
    for (const q1 of ['0135', '1034']) {
      assert.equal(fault(CARD, { q1 }), null);
      assert.equal(isRight(CARD, { q1 }), false);
    }
  });

  test('forgive no slip, whatever the policy', () => {
    const card = asked({ kind: 'card_number', text: '0134', varied: ['any', 'any', 'any', 'any'] }, 1);
    assert.equal(isRight(card, { q1: '0143' }), false);
    assert.equal(isRight(city('Calle 16000', 1), { q1: 'calle 16001' }), false);
  });
});

describe('a typed text', () => {
  test('is compared without case, accents and spaces', () => {
    for (const q1 of ['san luis potosi', 'SAN LUIS POTOSÍ', 'San-Luis  Potosí', 'sanluispotosi']) {
      assert.equal(isRight(city('San Luis Potosí', 0), { q1 }), true, q1);
    }
  });

  test('forgives one slip in a word of five letters, where the policy does', () => {
    for (const q1 of ['san luis potosii', 'san luis ptosi', 'san luis potsoi', 'san luis poTuSí']) {
      assert.equal(isRight(city('San Luis Potosí', 1), { q1 }), true, q1);
      assert.equal(isRight(city('San Luis Potosí', 0), { q1 }), false, q1);
    }
  });

  test('forgives no two slips, none in a short word, and no missing word', () => {
    for (const q1 of ['san luis potossii', 'san lius potosi', 'sam luis potosi', 'luis potosi', 'x']) {
      assert.equal(fault(city('San Luis Potosí', 1), { q1 }), null);
      assert.equal(isRight(city('San Luis Potosí', 1), { q1 }), false, q1);
    }
  });

  test('without a letter or a digit is malformed', () => {
    for (const q1 of ['…', '😀', 'a'.repeat(201)])
      assert.equal(fault(city('Tepic', 0), { q1 }), 'malformed', q1);
  });
});

test('one edit is a character more, less or other, or two neighbours exchanged', () => {
  for (const near of ['abcde', 'abcd', 'abcdef', 'xabcde', 'abXde', 'bacde', 'abced', 'bcde']) {
    assert.equal(differsByOneEditAtMost('abcde', near), true, near);
    assert.equal(differsByOneEditAtMost(near, 'abcde'), true, near);
  }
  for (const far of ['', 'abc', 'abcdefg', 'cabde', 'baced', 'badce', 'vwxyz', 'edcba']) {
    assert.equal(differsByOneEditAtMost('abcde', far), false, far);
    assert.equal(differsByOneEditAtMost(far, 'abcde'), false, far);
  }
  assert.equal(differsByOneEditAtMost('', ''), true);
});

test('an amount cannot be typed: nobody knows one to the hundredth', () => {
  assert.equal(typedQuestion({ kind: 'amount', hundredths: 5, currency: null, bounds: null }, 0), null);
});
