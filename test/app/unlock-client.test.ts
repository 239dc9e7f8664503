import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { showClient } from '../../src/app/show-client.ts';
import { unlockClient } from '../../src/app/unlock-client.ts';
import { parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import { plus } from '../../src/kernel/instant.ts';
import { answer, create } from './challenge-journey.ts';
import { requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const PHONE = '+52 1 55 1234 5678';
const ALIAS = '525512345678';

async function fail(service: TestService, times: number): Promise<void> {
  for (let count = 0; count < times; count++) {
    await answer(service, (await create(service, requestFor(PHONE))).token, 'wrong');
  }
}

async function unlockings(service: TestService): Promise<number> {
  const entries = await service.store.audit.entries({ challenge: null, fromIndex: 0, limit: 100 });
  return entries.filter(({ bytes }) => {
    const entry = parseLogEntry(bytes);
    return entry.ok && entry.value.type === 'client.unlocked';
  }).length;
}

test('a locked client is shown with why, until when and what was used up, under any spelling, and without a fact', async (context) => {
  const service = await serviceForTests(context);
  await fail(service, 3);
  const view = await showClient(service, service.channel, ALIAS);
  assert.deepEqual(
    { ...view, latestChallenge: null },
    {
      clientId: ALIAS,
      state: 'locked',
      until: plus(service.clock.now(), 900_000),
      consecutiveFailures: 3,
      facts: [{ fact: 'date_of_birth', challenges: 3, wrongAnswers: 3, exhausted: true }],
      latestChallenge: null,
    },
  );
  assert.doesNotMatch(JSON.stringify(view), /1980/);
});

test('unlocking lifts lock and used-up facts at once, and the log says so', async (context) => {
  const service = await serviceForTests(context);
  await fail(service, 3);
  const view = await unlockClient(service, service.channel, ALIAS);
  assert.equal(view?.state, 'open');
  assert.deepEqual(view?.facts, [
    { fact: 'date_of_birth', challenges: 3, wrongAnswers: 0, exhausted: false },
  ]);
  assert.equal(await unlockings(service), 1);
  const next = await createChallenge(service, service.channel, requestFor(PHONE));
  assert.equal(next.type, 'created');
});

test('where nothing is to be lifted nothing is written, and of many unlockings at once one is', async (context) => {
  const service = await serviceForTests(context);
  await create(service, requestFor(PHONE));
  await unlockClient(service, service.channel, PHONE);
  assert.equal(await unlockings(service), 0);
  await fail(service, 1);
  await Promise.all(Array.from({ length: 8 }, () => unlockClient(service, service.channel, PHONE)));
  assert.equal(await unlockings(service), 1);
});

test('a client of another channel, and one that nobody asked about, are not there', async (context) => {
  const service = await serviceForTests(context);
  await fail(service, 1);
  const other = { ...service.channel, id: 'other' as typeof service.channel.id };
  assert.equal(await showClient(service, other, PHONE), null);
  assert.equal(await unlockClient(service, other, PHONE), null);
  assert.equal(await showClient(service, service.channel, 'nobody'), null);
});
