import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type GivenFact, type GivenFacts, parseFacts } from '../../../src/domain/facts/parse-facts.ts';
import { valueList } from '../../../src/domain/facts/value-list.ts';
import { dayNumber } from '../../../src/kernel/calendar.ts';

const TODAY = dayNumber({ year: 2026, month: 11, day: 22 });
const CITIES = valueList(['Oaxaca de Juárez', 'Puebla', 'Mérida', 'León', 'Tepic'], [5, 4, 3, 2, 1]);
assert.ok(CITIES.ok);
const lists = new Map([
  ['city', CITIES.value],
  ['towns', CITIES.value],
]);

const parsed = (facts: GivenFacts) => parseFacts(facts, { today: TODAY, lists });
const fact = (kind: string, given: GivenFact) => {
  const result = parsed({ [kind]: given });
  assert.ok(result.ok, JSON.stringify(result));
  return result.value[0];
};

describe('identity numbers', () => {
  test('that are a CURP or an RFC are known, and only what no name or birthday tells may vary', () => {
    assert.deepEqual(fact('national_id', 'HEGG560427MVZRRL04'), {
      kind: 'national_id',
      text: 'RL04',
      varied: [null, null, null, 'any'],
    });
    assert.deepEqual(fact('national_id', 'boxw 310820 hnerxn 09'), {
      kind: 'national_id',
      text: 'XN09',
      varied: [null, null, null, 'any'],
    });
    assert.deepEqual(fact('national_id', 'GODE561231GR8'), {
      kind: 'national_id',
      text: '1GR8',
      varied: [null, null, null, 'any'],
    });
    assert.deepEqual(fact('national_id', 'SAT970701NN3'), {
      kind: 'national_id',
      text: '1NN3',
      varied: [null, null, null, 'any'],
    });
  });

  test('that look like one and have a wrong check digit, date or state are refused', () => {
    for (const id of [
      'HEGG560427MVZRRL05',
      'HEGG561327MVZRRL04',
      'HEGG560427MXXRRL04',
      'GODE561231GR9',
      'GODE561331GR8',
    ]) {
      assert.deepEqual(parsed({ national_id: id }), {
        ok: false,
        error: {
          fact: 'national_id',
          expected: 'right to the last digit where it is a CURP or an RFC: this one is mistyped',
        },
      });
    }
  });

  test('of any other kind are taken as given: digits may vary, letters may not', () => {
    assert.deepEqual(fact('national_id', '12.345.678-z'), {
      kind: 'national_id',
      text: '678Z',
      varied: ['any', 'any', 'any', null],
    });
    assert.deepEqual(fact('national_id', '١٢٣٤'), {
      kind: 'national_id',
      text: '1234',
      varied: ['any', 'any', 'any', 'any'],
    });
  });
});

describe('numbers of which the last four are asked', () => {
  test('come whole or as those four', () => {
    const varied = ['any', 'any', 'any', 'any'];
    assert.deepEqual(fact('card_number', '4111 1111 1111 1111'), {
      kind: 'card_number',
      text: '1111',
      varied,
    });
    assert.deepEqual(fact('card_number', '1234'), { kind: 'card_number', text: '1234', varied });
    assert.deepEqual(fact('account_number', 'GB29 NWBK 6016 1331 9268 19'), {
      kind: 'account_number',
      text: '6819',
      varied,
    });
    assert.deepEqual(fact('phone_last_digits', '+52 (55) 1234-0134'), {
      kind: 'phone_last_digits',
      text: '0134',
      varied,
    });
  });

  test('are refused where they are too short, too long, no number, or a card with a wrong check digit', () => {
    const wrong: readonly (readonly [string, GivenFact])[] = [
      ['card_number', '4111 1111 1111 1112'],
      ['card_number', '41111'],
      ['card_number', 'abcd'],
      ['account_number', '123'],
      ['account_number', '1'.repeat(35)],
      ['account_number', '12<34'],
      ['phone_last_digits', '123'],
      ['phone_last_digits', '1'.repeat(16)],
      ['phone_last_digits', '12a4'],
      ['national_id', '123'],
      ['national_id', 'x'.repeat(41)],
      ['national_id', 1234],
    ];
    for (const [kind, value] of wrong) {
      const result = parsed({ [kind]: value });
      assert.ok(!result.ok, `${kind} ${value}`);
      assert.equal(result.error.fact, kind);
      assert.ok(!result.error.expected.includes(String(value)));
    }
  });
});

describe('values of a list', () => {
  test('are found in any case, with or without accents, and become the one of the list', () => {
    assert.deepEqual(fact('city', 'MERIDA'), {
      kind: 'city',
      wording: null,
      value: 'Mérida',
      among: CITIES.value,
    });
    assert.deepEqual(fact('street', { value: 'puebla', list: 'towns' }), {
      kind: 'street',
      wording: null,
      value: 'Puebla',
      among: CITIES.value,
    });
  });

  test('need no list to be typed', () => {
    assert.deepEqual(fact('street', 'Calle 5 # 12'), {
      kind: 'street',
      wording: null,
      value: 'Calle 5 # 12',
      among: null,
    });
  });

  test('come in one order, however the list is written', () => {
    const one = fact('choice', { question: 'Which?', value: 'b', among: ['c', 'a', 'b'] });
    const other = fact('choice', { question: 'Which?', value: 'b', among: ['b', 'c', 'a'] });
    assert.deepEqual(one, other);
    const known = fact('choice', {
      question: '?',
      value: 'b',
      among: ['a', 'b', 'c'],
      popularity: [1, 3, 2],
    });
    assert.deepEqual(known, {
      kind: 'choice',
      wording: '?',
      value: 'b',
      among: { values: ['b', 'c', 'a'], popularity: [3, 2, 1] },
    });
  });

  test('are refused where they are not in it, or it is no list', () => {
    const among = ['a', 'b', 'c', 'd'];
    const wrong: readonly (readonly [string, GivenFact, RegExp])[] = [
      ['city', 'Atlantis', /one of the values of its list/],
      ['city', { value: 'Puebla', list: 'nowhere' }, /a name that the operator keeps/],
      ['street', { value: 'a', among: ['a', 'Á'] }, /without two values that read alike/],
      ['street', { value: 'a', among: ['a', '–'] }, /a letter or a digit in each/],
      ['street', { value: 'a', among, popularity: [1, 2] }, /a popularity above 0 for each value/],
      ['street', { value: 'a', among, popularity: [1, 2, 0, 1] }, /a popularity above 0/],
      ['choice', { value: 'a', among }, /"question"/],
      ['choice', { question: 'a\nb', value: 'a', among }, /in one line/],
      ['text', { value: 'a' }, /"question"/],
      ['text', { question: 'Who?', value: '…' }, /a letter or a digit/],
    ];
    for (const [kind, given, expected] of wrong) {
      const result = parsed({ [kind]: given });
      assert.ok(!result.ok, kind);
      assert.match(result.error.expected, expected);
      assert.doesNotMatch(result.error.expected, /Atlantis/);
    }
  });
});

describe('amounts and years', () => {
  test('are read from numbers and from texts', () => {
    const plain = { kind: 'amount', hundredths: 125_050, currency: null, bounds: null };
    assert.deepEqual(fact('amount', '1250.50'), plain);
    assert.deepEqual(fact('amount', 1250.5), plain);
    assert.deepEqual(fact('amount', { value: '12', currency: 'MXN', bounds: [0, '10.5', 20] }), {
      kind: 'amount',
      hundredths: 1200,
      currency: 'MXN',
      bounds: [0, 1050, 2000],
    });
    assert.deepEqual(fact('year', 2014), { kind: 'year', year: 2014 });
    assert.deepEqual(fact('year', '2026'), { kind: 'year', year: 2026 });
  });

  test('are refused where they are out of range', () => {
    const wrong: readonly (readonly [string, GivenFact])[] = [
      ['amount', 0],
      ['amount', -5],
      ['amount', '1.234'],
      ['amount', '1,234'],
      ['amount', 1e21],
      ['amount', { value: 5, currency: 'pesos' }],
      ['amount', { value: 5, bounds: [10, 20] }],
      ['amount', { value: 20, bounds: [10, 20] }],
      ['amount', { value: 15, bounds: [20, 10] }],
      ['year', 2027],
      ['year', 1899],
      ['year', '99'],
    ];
    for (const [kind, given] of wrong) assert.ok(!parsed({ [kind]: given }).ok, JSON.stringify(given));
  });
});

test('facts come in one order, and what is null or left out is not there', () => {
  const result = parsed({ year: 2014, city: null, date_of_birth: '1980-02-03', street: undefined });
  assert.ok(result.ok);
  assert.deepEqual(
    result.value.map(({ kind }) => kind),
    ['date_of_birth', 'year'],
  );
});

test('a fact of a name that nobody knows is refused, prototypes and all', () => {
  assert.ok(!parsed({ shoe_size: '44' }).ok);
  assert.ok(!parsed(JSON.parse('{"__proto__": "x"}')).ok);
});
