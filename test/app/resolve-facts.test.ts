import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import type { FactAnswer, FactQuery, FactSource } from '../../src/app/fact-source.ts';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import { canonicalClientId } from '../../src/domain/challenge/client-id.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { answer, create } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const BORN = requestFor('ana').facts;
const without = (clientId: string) => requestFor(clientId, { facts: [] });

function sourceOf(answers: Readonly<Record<string, FactAnswer>>) {
  const queries: FactQuery[] = [];
  const factSource: FactSource = {
    factsOf: async (query) => {
      queries.push(query);
      return answers[query.clientId] ?? { type: 'unknown', examples: [] };
    },
  };
  return { factSource, queries };
}

const shownTo = async (service: TestService, clientId: string) => {
  const { token, id } = await create(service, without(clientId));
  const outcome = await viewChallenge(service, token, NOBODY, false);
  assert.ok(outcome.type === 'pending');
  return { token, id, questions: outcome.view.questions };
};

const contentsOf = ({ questions }: Awaited<ReturnType<typeof shownTo>>) =>
  questions.map((question) => {
    assert.ok(question.entry === 'choice');
    return [question.kind, ...question.options.map(({ content }) => JSON.stringify(content)).sort()];
  });

test('a request without facts is asked about what the source knows, and can be passed', async (context) => {
  const { factSource, queries } = sourceOf({ ana: { type: 'known', facts: BORN } });
  const service = await serviceForTests(context, { factSource });
  const { token, id } = await create(service, without('ana'));
  await answer(service, token, 'right');
  assert.equal((await readChallenge(service, service.channel, id))?.status, 'passed');
  assert.deepEqual(queries, [{ clientId: 'ana', channel: 'default', kinds: ['date_of_birth'] }]);
});

test('a request that brings facts asks nobody', async (context) => {
  const { factSource, queries } = sourceOf({});
  const service = await serviceForTests(context, { factSource });
  await create(service, requestFor('ana'));
  assert.deepEqual(queries, []);
});

test('where the source gives no answer the request is refused, and nothing of it stays', async (context) => {
  const { factSource } = sourceOf({ ana: { type: 'unavailable' } });
  const service = await serviceForTests(context, { factSource });
  const outcome = await createChallenge(service, service.channel, without('ana'));
  assert.deepEqual(outcome, { type: 'facts_unavailable' });
  const ref = service.vault.pseudonym(canonicalClientId('ana'));
  assert.equal(await service.store.challenges.client(service.channel.id, ref), null);
});

test('an unknown client gets a page, the same each time, and no option of it passes', async (context) => {
  const { factSource } = sourceOf({});
  const service = await serviceForTests(context, {
    factSource,
    policy: {
      failuresPerFact: 100,
      lockout: { after: 100, firstSeconds: 1, maxSeconds: 1, cap: 100 },
      questionKinds: ['date_of_birth'],
    },
  });
  const first = await shownTo(service, 'nobody');
  assert.deepEqual(contentsOf(await shownTo(service, 'nobody')), contentsOf(first));
  for (let nth = 0; nth < 5; nth++) {
    const { token, id, questions } = await shownTo(service, 'nobody');
    const [question] = questions;
    assert.ok(question?.entry === 'choice');
    const all = question.options.toSorted((a, b) =>
      JSON.stringify(a.content) < JSON.stringify(b.content) ? -1 : 1,
    );
    const form = new Map([['q1', [all[nth]?.value ?? '']]]);
    assert.equal((await answerChallenge(service, token, form, NOBODY)).type, 'decided');
    assert.equal((await readChallenge(service, service.channel, id))?.status, 'failed');
  }
});

test('an unknown client is locked out as any other', async (context) => {
  const { factSource } = sourceOf({ ana: { type: 'known', facts: BORN } });
  const service = await serviceForTests(context, { factSource });
  for (const clientId of ['ana', 'nobody']) {
    for (let count = 0; count < 3; count++) {
      await answer(service, (await create(service, without(clientId))).token, 'wrong');
    }
    const outcome = await createChallenge(service, service.channel, without(clientId));
    assert.deepEqual(outcome, { type: 'locked', retryAfterSeconds: 900 });
  }
});

test('facts of nobody that the source sends are asked about before those that are made up here', async (context) => {
  const { factSource } = sourceOf({ nobody: { type: 'unknown', examples: [{ kind: 'year', year: 2011 }] } });
  const policy = { facts: ['year', 'date_of_birth'] as const, questionKinds: null };
  const service = await serviceForTests(context, { factSource, policy });
  const { questions } = await shownTo(service, 'nobody');
  assert.deepEqual(
    questions.map(({ kind }) => kind),
    ['year'],
  );
});

test('a race for the client asks the source once, and so does a request that is sent again', async (context) => {
  const { factSource, queries } = sourceOf({ ana: { type: 'known', facts: BORN } });
  const service = await serviceForTests(context, { factSource });
  await Promise.all(
    Array.from({ length: 5 }, () => createChallenge(service, service.channel, without('ana'))),
  );
  assert.equal(queries.length, 5);
  const again = { ...without('ana'), idempotency: { key: 'k', requestHash: sha256('body') } };
  for (let count = 0; count < 3; count++) await createChallenge(service, service.channel, again);
  assert.equal(queries.length, 6);
});

test('the time to answer begins when the link is made, not when the source was asked', async (context) => {
  const slow: FactSource = {
    factsOf: async () => {
      service.clock.jump(9000);
      return { type: 'known', facts: BORN };
    },
  };
  const service: TestService = await serviceForTests(context, { factSource: slow });
  const { createdAt, expiresAt } = await create(service, without('ana'));
  assert.equal(createdAt, service.clock.now());
  assert.equal(expiresAt - createdAt, 60_000);
});

test('the telephone of the chat is no fact, even where the source says it is', async (context) => {
  const telephone = {
    kind: 'phone_last_digits',
    text: '5678',
    varied: ['any', 'any', 'any', 'any'],
  } as const;
  const { factSource } = sourceOf({ ana: { type: 'known', facts: [telephone] } });
  const service = await serviceForTests(context, { factSource, policy: { facts: ['phone_last_digits'] } });
  const outcome = await createChallenge(service, service.channel, without('ana'));
  assert.equal(outcome.type, 'facts_missing');
});
