import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { answer, create, formFor } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests } from './service-for-tests.ts';

test('in a dry run a client is asked for as often as one likes, and each time too many is told of', async (context) => {
  const service = await serviceForTests(context, { dryRun: true });
  for (let count = 0; count < 13; count++) await create(service, requestFor('ana'));
  assert.deepEqual(
    service.limits.beyond.map(({ budget }) => budget),
    ['client', 'client', 'client'],
  );
});

test('a dry run lifts no lock', async (context) => {
  const service = await serviceForTests(context, { dryRun: true });
  for (let count = 0; count < 3; count++) {
    await answer(service, (await create(service, requestFor('ana'))).token, 'wrong');
  }
  const outcome = await createChallenge(service, service.channel, requestFor('ana'));
  assert.equal(outcome.type, 'locked');
});

test('a wrong answer is noted with the address it came from, a right one is not', async (context) => {
  const service = await serviceForTests(context);
  const visitor = { ...NOBODY, address: '192.0.2.77' };
  for (const kind of ['wrong', 'right'] as const) {
    const { token } = await create(service, requestFor('ana'));
    await answerChallenge(service, token, await formFor(service, token, kind), visitor);
  }
  assert.deepEqual(service.limits.wrong, ['192.0.2.77']);
});
