import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  afterShowing,
  afterWrongAnswer,
  disclosedOf,
  isExhausted,
  type Ledger,
  leastFailedFirst,
  ledgerOf,
  withoutWrongAnswers,
} from '../../../src/domain/policy/ledger.ts';

const BIRTH = 'date_of_birth';
const ASKED = [{ fact: BIRTH }] as const;

test('a fact that was never asked about has shown nothing', () => {
  assert.deepEqual(disclosedOf({}, BIRTH), { shown: 0, wrong: 0 });
});

test('each challenge counts once on each of its facts', () => {
  assert.deepEqual(afterShowing(afterShowing({}, [...ASKED, ...ASKED]), ASKED), {
    date_of_birth: { shown: 2, wrong: 0 },
  });
});

test('a right answer clears the wrong ones, and what was shown stays shown', () => {
  const ledger = afterWrongAnswer(afterShowing({}, ASKED), ASKED);
  assert.deepEqual(ledger, { date_of_birth: { shown: 1, wrong: 1 } });
  assert.deepEqual(withoutWrongAnswers(ledger), { date_of_birth: { shown: 1, wrong: 0 } });
});

test('a fact is exhausted by as many wrong answers as the policy lets it, and not by one less', () => {
  let ledger: Ledger = {};
  for (let wrong = 0; wrong < 3; wrong++) {
    assert.equal(isExhausted(ledger, BIRTH, 3), false);
    ledger = afterWrongAnswer(ledger, ASKED);
  }
  assert.equal(isExhausted(ledger, BIRTH, 3), true);
});

test('a ledger reads back as it was written, and nothing else is one', () => {
  const ledger = { date_of_birth: { shown: 4, wrong: 2 } };
  assert.deepEqual(ledgerOf(JSON.stringify(ledger)), ledger);
  for (const wrong of ['null', '[]', '1', '{"a":1}', '{"a":{"shown":-1,"wrong":0}}', '{"a":{"shown":1}}']) {
    assert.equal(ledgerOf(wrong), null, wrong);
  }
});

test('what was answered wrong least goes first, else the order is as it was', () => {
  const kinds = ['date_of_birth', 'city', 'year'] as const;
  assert.deepEqual(leastFailedFirst({}, kinds), kinds);
  const ledger = { date_of_birth: { shown: 9, wrong: 2 }, city: { shown: 1, wrong: 1 } };
  assert.deepEqual(leastFailedFirst(ledger, kinds), ['year', 'city', 'date_of_birth']);
});
