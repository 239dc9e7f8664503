import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { type GivenFacts, parseFacts } from '../../src/domain/facts/parse-facts.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { dayOf } from '../../src/kernel/calendar.ts';
import { answer, create } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests } from './service-for-tests.ts';

const GIVEN: GivenFacts = {
  date_of_birth: '1980-02-03',
  national_id: 'HEGG560427MVZRRL04',
  card_number: '4111111111111111',
  amount: { value: '1250.50', currency: 'MXN' },
  city: { value: 'Puebla', among: ['Puebla', 'Tepic', 'León', 'Mérida', 'Oaxaca', 'Colima'] },
  choice: { question: 'Which branch?', value: 'b', among: ['a', 'b', 'c', 'd', 'e'] },
  year: 2014,
  text: { question: 'Who advises you?', value: 'María Peña' },
};
const parsed = parseFacts(GIVEN, { today: dayOf(Date.UTC(2026, 10, 22)), lists: new Map() });
assert.ok(parsed.ok);
const facts = parsed.value;

const EVERYTHING: Partial<Policy> = {
  facts: facts.map(({ kind }) => kind),
  typed: ['year'],
  questionKinds: null,
  questions: facts.length,
};

test('a challenge about every kind of fact, chosen and typed, is passed by who knows all of it', async (t) => {
  const service = await serviceForTests(t, { policy: EVERYTHING });
  const { token, id } = await create(service, requestFor('a', { facts }));
  const outcome = await answer(service, token, 'right');
  assert.equal(outcome.type, 'decided');
  const stored = await service.store.challenges.byId(id);
  assert.equal(stored?.challenge.lifecycle.status, 'passed');
});

test('and failed by who does not', async (t) => {
  const service = await serviceForTests(t, { policy: EVERYTHING });
  const { token, id } = await create(service, requestFor('a', { facts }));
  assert.equal((await answer(service, token, 'wrong')).type, 'decided');
  const stored = await service.store.challenges.byId(id);
  assert.equal(stored?.challenge.lifecycle.status, 'failed');
});

test('a typed answer of the wrong form is told, and the link is still good', async (t) => {
  const service = await serviceForTests(t, { policy: { facts: ['year'], typed: ['year'] } });
  const { token } = await create(service, requestFor('a', { facts }));
  const malformed = await answerChallenge(service, token, new Map([['q1', ['14']]]), NOBODY);
  assert.ok(malformed.type === 'invalid');
  assert.deepEqual([...malformed.faults], [['q1', 'malformed']]);
  assert.equal((await answerChallenge(service, token, new Map([['q1', ['٢٠١٤']]]), NOBODY)).type, 'decided');
});

test('a page knows neither what a typed answer must be nor which option is right', async (t) => {
  const service = await serviceForTests(t, { policy: EVERYTHING });
  const { token } = await create(service, requestFor('a', { facts }));
  const outcome = await answerChallenge(service, token, new Map(), NOBODY);
  assert.ok(outcome.type === 'invalid');
  const seen = JSON.stringify(outcome.view.questions);
  assert.doesNotMatch(seen, /accepts|answer|forgives|2014|maria|María/);
});

test('a policy that the facts cannot carry is refused with what is missing and what cannot be used', async (t) => {
  const service = await serviceForTests(t, { policy: { facts: ['city', 'street'], questions: 2 } });
  const street = parseFacts({ street: 'Calle 5' }, { today: 20_000, lists: new Map() });
  assert.ok(street.ok);
  const outcome = await createChallenge(service, service.channel, requestFor('a', { facts: street.value }));
  assert.deepEqual(outcome, {
    type: 'facts_missing',
    needed: 2,
    anyOf: ['city'],
    unusable: [
      {
        fact: 'street',
        reason: 'has no list from which options could be taken: name or bring one, or ask it typed',
      },
    ],
  });
});
