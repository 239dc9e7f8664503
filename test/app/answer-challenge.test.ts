import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { loggedEntries } from '../fakes/logged-entries.ts';
import { answer, create, formFor } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests } from './service-for-tests.ts';

test('a right answer is a passed verdict, with its audit entry and its delivery', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  assert.equal((await answer(service, token, 'right')).type, 'decided');
  const view = await readChallenge(service, service.channel, id);
  assert.equal(view?.status, 'passed');
  const [delivery, ...more] = view?.deliveries ?? [];
  assert.partialDeepStrictEqual(delivery, {
    connector: 'chatfuel',
    event: 'passed',
    status: 'pending',
    attempts: 0,
    lastError: null,
  });
  assert.deepEqual(more, []);
  const entries = await loggedEntries(service.store.audit, id);
  assert.deepEqual(
    entries.map(({ type, outcome }) => [type, outcome]),
    [
      ['challenge.created', null],
      ['challenge.decided', 'passed'],
    ],
  );
});

test('a wrong answer is a failed verdict, told in the same way', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  const outcome = await answer(service, token, 'wrong');
  assert.equal(outcome.type, 'decided');
  assert.equal((await readChallenge(service, service.channel, id))?.status, 'failed');
});

test('of fifty answers at once, right and wrong, one decides and the others find the link used', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  const right = await formFor(service, token, 'right');
  const wrong = await formFor(service, token, 'wrong');
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, nth) =>
      answerChallenge(service, token, nth % 2 === 0 ? wrong : right, NOBODY),
    ),
  );
  assert.equal(outcomes.filter(({ type }) => type === 'decided').length, 1);
  assert.equal(outcomes.filter(({ type }) => type === 'gone').length, 49);
  const entries = await loggedEntries(service.store.audit, id);
  assert.equal(entries.filter(({ type }) => type === 'challenge.decided').length, 1);
  assert.equal((await service.store.deliveries.ofChallenges([id])).length, 1);
});

test('a form with a missing, a doubled or an unknown value is not counted, and the link is still good', async (context) => {
  const service = await serviceForTests(context);
  const { token } = await create(service, requestFor('ana'));
  const [, [value = '']] = [...(await formFor(service, token, 'right'))][0] ?? ['', ['']];
  const forms: [string, Map<string, readonly string[]>][] = [
    ['missing', new Map()],
    ['doubled', new Map([['q1', [value, value]]])],
    ['unknown_value', new Map([['q1', ['']]])],
    ['unknown_value', new Map([['q1', ['anything']]])],
  ];
  for (const [fault, form] of forms) {
    const outcome = await answerChallenge(service, token, form, NOBODY);
    assert.ok(outcome.type === 'invalid');
    assert.deepEqual([...outcome.faults], [['q1', fault]]);
  }
  assert.equal((await answer(service, token, 'right')).type, 'decided');
});

test('an answer after the deadline ends the challenge as expired, be it right', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  const form = await formFor(service, token, 'right');
  service.clock.jump(60_000);
  const outcome = await answerChallenge(service, token, form, NOBODY);
  assert.ok(outcome.type === 'gone');
  assert.equal(outcome.view.verdict, 'expired');
  assert.equal((await readChallenge(service, service.channel, id))?.status, 'expired');
});

test('an answered link can be answered no more', async (context) => {
  const service = await serviceForTests(context);
  const { token } = await create(service, requestFor('ana'));
  const form = await formFor(service, token, 'right');
  await answerChallenge(service, token, form, NOBODY);
  assert.equal((await answerChallenge(service, token, form, NOBODY)).type, 'gone');
});

test('a token that was never given out answers nothing', async (context) => {
  const service = await serviceForTests(context);
  for (const token of ['', 'x', 'A'.repeat(22), 'A'.repeat(27), '../etc', 'é'.repeat(22)]) {
    assert.deepEqual(await answerChallenge(service, token, new Map(), NOBODY), { type: 'unknown' });
  }
});

test('with attempts left, a wrong answer counts and the same page is shown again', async (context) => {
  const service = await serviceForTests(context, { policy: { attempts: 2 } });
  const { id, token } = await create(service, requestFor('ana'));
  const again = await answer(service, token, 'wrong');
  assert.ok(again.type === 'again');
  assert.equal(again.view.attemptsLeft, 1);
  assert.equal((await readChallenge(service, service.channel, id))?.status, 'pending');
  assert.equal((await answer(service, token, 'right')).type, 'decided');
  assert.equal((await readChallenge(service, service.channel, id))?.status, 'passed');
});

test('three failures over three links lock the client out; a success in between clears them', async (context) => {
  const service = await serviceForTests(context);
  const attempt = async (kind: 'right' | 'wrong') => {
    const { token } = await create(service, requestFor('ana'));
    await answer(service, token, kind);
  };
  for (const kind of ['wrong', 'wrong', 'right', 'wrong', 'wrong', 'wrong'] as const) await attempt(kind);
  await assert.rejects(attempt('right'), /locked/);
});
