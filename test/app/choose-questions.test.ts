import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import { canonicalClientId } from '../../src/domain/challenge/client-id.ts';
import { answer, create } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const HOUR = 60 * 60 * 1000;

const ask = (service: TestService) => createChallenge(service, service.channel, requestFor('ana'));

async function kindsShown(service: TestService): Promise<{ token: string; kinds: readonly string[] }> {
  const { token } = await create(service, requestFor('ana'));
  const outcome = await viewChallenge(service, token, NOBODY, false);
  assert.ok(outcome.type === 'pending');
  return { token, kinds: outcome.view.questions.map(({ kind }) => kind) };
}

async function ledgerOf(service: TestService) {
  const ref = service.vault.pseudonym(canonicalClientId('ana'));
  return (await service.store.challenges.client(service.channel.id, ref))?.ledger;
}

async function failUntilLocked(service: TestService, times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    await answer(service, (await create(service, requestFor('ana'))).token, 'wrong');
  }
}

test('until a client answers, the same is asked; after a wrong answer it is another question', async (context) => {
  const service = await serviceForTests(context);
  const first = await kindsShown(service);
  const second = await kindsShown(service);
  assert.deepEqual(second.kinds, first.kinds);
  await answer(service, second.token, 'wrong');
  assert.notDeepEqual((await kindsShown(service)).kinds, first.kinds);
});

test('a wrong answer that leaves attempts over moves the question on as well', async (context) => {
  const service = await serviceForTests(context, { policy: { attempts: 2 } });
  const first = await kindsShown(service);
  await answer(service, first.token, 'wrong');
  assert.notDeepEqual((await kindsShown(service)).kinds, first.kinds);
});

test('the ledger counts what challenges showed and what was answered wrong, and never holds a value', async (context) => {
  const service = await serviceForTests(context);
  await failUntilLocked(service, 2);
  await create(service, requestFor('ana'));
  assert.deepEqual(await ledgerOf(service), { date_of_birth: { shown: 3, wrong: 2 } });
});

test('after as many wrong answers as the policy lets a fact, it is asked no more, however long one waits', async (context) => {
  const service = await serviceForTests(context);
  await failUntilLocked(service, 3);
  assert.equal((await ask(service)).type, 'locked');
  service.clock.jump(1000 * HOUR);
  assert.deepEqual(await ask(service), { type: 'facts_exhausted', facts: ['date_of_birth'] });
});

test('a success clears what was answered wrong', async (context) => {
  const service = await serviceForTests(context);
  await failUntilLocked(service, 2);
  await answer(service, (await create(service, requestFor('ana'))).token, 'right');
  assert.deepEqual(await ledgerOf(service), { date_of_birth: { shown: 3, wrong: 0 } });
  await failUntilLocked(service, 2);
  assert.equal((await ask(service)).type, 'created');
});

test('a challenge that nobody answered rules nothing out, even where it counts as a failure', async (context) => {
  const service = await serviceForTests(context, { policy: { expiryIsFailure: true, ttlSeconds: 60 } });
  const { token } = await create(service, requestFor('ana'));
  service.clock.jump(60_000);
  await answer(service, token, 'wrong');
  assert.deepEqual(await ledgerOf(service), { date_of_birth: { shown: 1, wrong: 0 } });
});

test('where nothing is exhausted, what is missing is told as missing', async (context) => {
  const service = await serviceForTests(context);
  const outcome = await createChallenge(service, service.channel, requestFor('ana', { facts: [] }));
  assert.equal(outcome.type, 'facts_missing');
});

const YEAR = { kind: 'year', year: 2011 } as const;
const SEVERAL = { facts: ['date_of_birth', 'year'], questionKinds: null } as const;
const BORN_AND_YEAR = [...requestFor('ana').facts, YEAR];

async function factsAsked(service: TestService): Promise<{ token: string; facts: readonly string[] }> {
  const { token } = await create(service, requestFor('ana', { facts: BORN_AND_YEAR }));
  const outcome = await viewChallenge(service, token, NOBODY, false);
  assert.ok(outcome.type === 'pending');
  return { token, facts: outcome.view.questions.map(({ fact }) => fact) };
}

test('after a wrong answer another fact goes first, and one that is used up is left out', async (context) => {
  const service = await serviceForTests(context, { policy: { ...SEVERAL, failuresPerFact: 2 } });
  const asked: (readonly string[])[] = [];
  for (let count = 0; count < 3; count++) {
    const { token, facts } = await factsAsked(service);
    asked.push(facts);
    await answer(service, token, 'wrong');
  }
  assert.deepEqual(asked, [['date_of_birth'], ['year'], ['date_of_birth']]);
  service.clock.jump(HOUR);
  const last = await factsAsked(service);
  assert.deepEqual(last.facts, ['year']);
  await answer(service, last.token, 'wrong');
  service.clock.jump(HOUR);
  const outcome = await createChallenge(
    service,
    service.channel,
    requestFor('ana', { facts: BORN_AND_YEAR }),
  );
  assert.deepEqual(outcome, { type: 'facts_exhausted', facts: ['date_of_birth', 'year'] });
});

test('a wrong answer counts on every fact of its challenge, so that what comes next tells not which was wrong', async (context) => {
  const service = await serviceForTests(context, { policy: { ...SEVERAL, questions: 2 } });
  const { token } = await factsAsked(service);
  await answer(service, token, 'wrong');
  assert.deepEqual(await ledgerOf(service), {
    date_of_birth: { shown: 1, wrong: 1 },
    year: { shown: 1, wrong: 1 },
  });
});

test('a link given out before does not let a guesser go on with a fact that is used up', async (context) => {
  const service = await serviceForTests(context, {
    policy: { failuresPerFact: 2, ttlSeconds: 600 },
    channel: { oneLiveLink: false },
  });
  const links = await Promise.all([1, 2, 3].map(() => create(service, requestFor('ana'))));
  const outcomes: string[] = [];
  for (const { token } of links) outcomes.push((await answer(service, token, 'wrong')).type);
  assert.deepEqual(outcomes, ['decided', 'decided', 'locked']);
});
