import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelChallenge } from '../../src/app/cancel-challenge.ts';
import { denyChallenge } from '../../src/app/deny-challenge.ts';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { StoreUnavailable } from '../../src/app/store-ports.ts';
import { DELIVERY_EVENTS } from '../../src/domain/delivery/delivery.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import { loggedEntries, openedEntries } from '../fakes/logged-entries.ts';
import { answer, create } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const STRANGER = { ...NOBODY, address: '203.0.113.7', userAgent: 'Phone/1' };

const statusOf = async (service: TestService, id: ChallengeId) =>
  (await readChallenge(service, service.channel, id))?.status;

test('who says that it was not they cancels the challenge, and the log keeps that and who said it', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  const outcome = await denyChallenge(service, token, STRANGER);
  assert.ok(outcome.type === 'denied');
  assert.deepEqual([outcome.view.verdict, outcome.view.reason], ['canceled', 'canceled_by_person']);
  assert.equal(await statusOf(service, id), 'canceled');

  const entries = await loggedEntries(service.store.audit, id);
  const decided = entries.at(-1);
  assert.deepEqual(
    [decided?.type, decided?.outcome, decided?.reason],
    ['challenge.decided', 'canceled', 'canceled_by_person'],
  );
  const fields = (await openedEntries(service, id)).at(-1)?.fields;
  assert.deepEqual([fields?.address, fields?.user_agent], ['203.0.113.7', 'Phone/1']);
});

test('the platform is told of it wherever it is told of failures, also where no other cancellation is told', async (context) => {
  const told = async (tells: readonly (typeof DELIVERY_EVENTS)[number][], deny: boolean) => {
    const service = await serviceForTests(context, { channel: { tells: new Set(tells) } });
    const { id, token } = await create(service, requestFor('ana'));
    if (deny) await denyChallenge(service, token, NOBODY);
    else await cancelChallenge(service, service.channel, id);
    const deliveries = await service.store.deliveries.ofChallenges([id]);
    return deliveries.map(({ event }) => event).filter((event) => event !== 'created');
  };
  assert.deepEqual(await told(['passed', 'failed', 'expired'], true), ['canceled']);
  assert.deepEqual(await told(['passed', 'failed', 'expired'], false), []);
  assert.deepEqual(await told(DELIVERY_EVENTS, true), ['canceled']);
  assert.deepEqual(await told(DELIVERY_EVENTS, false), ['canceled']);
  assert.deepEqual(await told(['passed'], true), []);
});

test('a verdict that is there stays', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  await answer(service, token, 'right');
  const outcome = await denyChallenge(service, token, NOBODY);
  assert.ok(outcome.type === 'gone');
  assert.equal(outcome.view.verdict, 'passed');
  assert.equal(await statusOf(service, id), 'passed');
});

test('past the deadline the challenge is expired, whatever is said of it', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  service.clock.jump(60_000);
  const outcome = await denyChallenge(service, token, NOBODY);
  assert.ok(outcome.type === 'gone');
  assert.deepEqual([outcome.view.verdict, outcome.view.reason], ['expired', 'deadline']);
  assert.equal(await statusOf(service, id), 'expired');
});

test('of a word and many answers at once one decides', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  const [denied, ...answered] = await Promise.all([
    denyChallenge(service, token, NOBODY),
    ...Array.from({ length: 10 }, () => answer(service, token, 'right')),
  ]);
  const decisions = [denied, ...answered].filter(({ type }) => type === 'denied' || type === 'decided');
  assert.equal(decisions.length, 1);
  const entries = await loggedEntries(service.store.audit, id);
  assert.equal(entries.filter(({ type }) => type === 'challenge.decided').length, 1);
});

test('it counts as no failure of the client, who can ask again at once', async (context) => {
  const service = await serviceForTests(context);
  for (let count = 0; count < 5; count++) {
    const { token } = await create(service, requestFor('ana'));
    await denyChallenge(service, token, NOBODY);
  }
  const { token } = await create(service, requestFor('ana'));
  assert.equal((await answer(service, token, 'right')).type, 'decided');
});

test('a token that was never given out stops nothing', async (context) => {
  const service = await serviceForTests(context);
  for (const token of ['', 'x', 'A'.repeat(22), 'A'.repeat(27), 'é'.repeat(22)]) {
    assert.deepEqual(await denyChallenge(service, token, NOBODY), { type: 'unknown' });
  }
});

test('where it cannot be recorded nothing is decided, and the link is still good', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  const failing: TestService = {
    ...service,
    store: {
      ...service.store,
      challenges: {
        ...service.store.challenges,
        byToken: (hash) => service.store.challenges.byToken(hash),
        commit: async () => {
          throw new StoreUnavailable('disk full');
        },
      },
    },
  };
  await assert.rejects(denyChallenge(failing, token, NOBODY), StoreUnavailable);
  assert.equal(await statusOf(service, id), 'pending');
});
