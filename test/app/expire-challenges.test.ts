import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expireChallenges } from '../../src/app/expire-challenges.ts';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { waitForVerdict } from '../../src/app/wait-for-verdict.ts';
import { loggedEntries } from '../fakes/logged-entries.ts';
import { answer, create } from './challenge-journey.ts';
import { requestFor, serviceForTests } from './service-for-tests.ts';

test('the sweeper gives unanswered challenges their verdict, with entry and delivery', async (context) => {
  const service = await serviceForTests(context);
  const { id } = await create(service, requestFor('ana'));
  assert.equal(await expireChallenges(service), 0);
  service.clock.jump(60_000);
  assert.equal(await expireChallenges(service), 1);
  assert.equal(await expireChallenges(service), 0);
  const view = await readChallenge(service, service.channel, id);
  assert.equal(view?.status, 'expired');
  assert.equal(view?.deliveries.length, 1);
});

test('a policy may say that the bot is not told of an expired challenge', async (context) => {
  const service = await serviceForTests(context, { policy: { tellExpired: false } });
  const { id } = await create(service, requestFor('ana'));
  service.clock.jump(60_000);
  await expireChallenges(service);
  assert.deepEqual(await service.store.deliveries.ofChallenges([id]), []);
});

test('a sweep and an answer at once make one verdict', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  service.clock.jump(60_000);
  await Promise.all([expireChallenges(service), answer(service, token, 'right'), expireChallenges(service)]);
  const entries = await loggedEntries(service.store.audit, id);
  assert.equal(entries.filter(({ type }) => type === 'challenge.decided').length, 1);
});

test('more challenges than one batch holds expire in one sweep', async (context) => {
  const service = await serviceForTests(context);
  await Promise.all(Array.from({ length: 1201 }, (_, nth) => create(service, requestFor(`client ${nth}`))));
  service.clock.jump(60_000);
  assert.equal(await expireChallenges(service), 1201);
});

test('whoever waits for a verdict hears of it at once', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  const waiting = waitForVerdict(service, service.channel, id, 30, new AbortController().signal);
  await answer(service, token, 'right');
  assert.equal((await waiting)?.status, 'passed');
});

test('a wait that is called off answers how the challenge stands', async (context) => {
  const service = await serviceForTests(context);
  const { id } = await create(service, requestFor('ana'));
  assert.equal(
    (await waitForVerdict(service, service.channel, id, 30, AbortSignal.abort()))?.status,
    'pending',
  );
});
