import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelChallenge } from '../../src/app/cancel-challenge.ts';
import { deliverDue } from '../../src/app/deliver-due.ts';
import { eraseClient } from '../../src/app/erase-client.ts';
import { expireChallenges } from '../../src/app/expire-challenges.ts';
import { listEvents, waitForEvents } from '../../src/app/list-events.ts';
import type { Connector, DeliveryMessage } from '../../src/app/ports.ts';
import type { ChallengeStore } from '../../src/app/store-ports.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { begunLog } from './begun-log.ts';
import { answer, create } from './challenge-journey.ts';
import { applyRetentionOnce } from './retention-journey.ts';
import { requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const FROM_THE_FIRST = { after: null, limit: 100 };
const DAY = 86_400_000;
const NEVER = new AbortController().signal;

/** A challenge of each verdict, in this order; and one that has none yet. */
async function everyVerdict(service: TestService): Promise<readonly string[]> {
  const expired = await create(service, requestFor('eva', { ttlSeconds: 30 }));
  const passed = await create(service, requestFor('ana', { metadata: { order: 'A-17' } }));
  const failed = await create(service, requestFor('ben'));
  const canceled = await create(service, requestFor('cho', { flow: null }));
  const superseded = await create(service, requestFor('dee'));
  await answer(service, passed.token, 'right');
  await answer(service, failed.token, 'wrong');
  await cancelChallenge(service, service.channel, canceled.id);
  await create(service, requestFor('dee'));
  service.clock.jump(30_000);
  await expireChallenges(service);
  return [passed, failed, canceled, superseded, expired].map(({ id }) => id);
}

test('the verdicts of a channel are told in the order in which they fell, whatever they are', async (context) => {
  const service = await serviceForTests(context);
  const ids = await everyVerdict(service);
  const { events, next } = await listEvents(service, service.channel, FROM_THE_FIRST);
  assert.deepEqual(
    events.map(({ challenge }) => challenge),
    ids,
  );
  assert.deepEqual(
    events.map(({ outcome, reason }) => [outcome, reason]),
    [
      ['passed', 'answered'],
      ['failed', 'answered'],
      ['canceled', 'canceled_by_bot'],
      ['canceled', 'superseded'],
      ['expired', 'deadline'],
    ],
  );
  assert.deepEqual(
    events.map(({ clientId, flow, metadata }) => [clientId, flow, metadata]),
    [
      ['ana', 'Balance', { order: 'A-17' }],
      ['ben', 'Balance', null],
      ['cho', null, null],
      ['dee', 'Balance', null],
      ['eva', 'Balance', null],
    ],
  );
  assert.equal(next, events.at(-1)?.index);
  assert.equal((events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0), 30_000);
});

test('page after page, a reader has every event once, and stays where it is when there is none', async (context) => {
  const service = await serviceForTests(context);
  assert.deepEqual(await listEvents(service, service.channel, FROM_THE_FIRST), {
    events: [],
    next: null,
    checkpoint: null,
  });
  const ids = await everyVerdict(service);
  const read: string[] = [];
  let after: number | null = null;
  for (let page = 0; page < 4; page++) {
    const { events, next } = await listEvents(service, service.channel, { after, limit: 2 });
    read.push(...events.map(({ challenge }) => challenge));
    after = next;
  }
  assert.deepEqual(read, ids);
  assert.deepEqual(await listEvents(service, service.channel, { after, limit: 2 }), {
    events: [],
    next: after,
    checkpoint: null,
  });
});

test('each page has the newest checkpoint, also one without events', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const checkpoints: (string | null)[] = [];
  const look = async () =>
    checkpoints.push((await listEvents(service, service.channel, FROM_THE_FIRST)).checkpoint);
  await look();
  for (let signed = 0; signed < 2; signed++) {
    await everyVerdict(service);
    await log.sign();
    await look();
    assert.equal(checkpoints.at(-1), (await service.store.checkpoints.latest())?.note);
  }
  assert.equal(checkpoints[0], null);
  assert.equal(new Set(checkpoints).size, 3);
});

test('a delivery tells the index and the checkpoint that the events have', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await everyVerdict(service);
  await log.sign();
  const told = new Map<string, DeliveryMessage['log']>();
  const connector: Connector = {
    name: 'chatfuel',
    events: service.channel.tells,
    sendsLink: false,
    tellsLog: true,
    requestsPerSecond: null,
    async send({ challenge, log: place }) {
      told.set(challenge, place);
      return { type: 'accepted' };
    },
  };
  await Promise.all(await deliverDue(service, { channel: service.channel.id, connector }, 10, NEVER));
  const { events, checkpoint } = await listEvents(service, service.channel, FROM_THE_FIRST);
  assert.equal(told.size, 3);
  for (const { challenge, index } of events.filter(({ outcome }) => outcome !== 'canceled')) {
    assert.deepEqual(told.get(challenge), { index, checkpoint });
  }
});

test("another channel's verdicts are not among them", async (context) => {
  const service = await serviceForTests(context);
  await everyVerdict(service);
  const other = { ...service.channel, id: channelId('other') };
  assert.deepEqual((await listEvents(service, other, FROM_THE_FIRST)).events, []);
});

test('a verdict whose client was erased, or whose challenge was kept long enough, is told without what is known of the person', async (context) => {
  const service = await serviceForTests(context, { channel: { connector: null } });
  await begunLog(service);
  const answered = async (client: string) => {
    const { token } = await create(service, requestFor(client, { metadata: { order: 'A-17' } }));
    await answer(service, token, 'right');
  };
  await answered('ana');
  await answered('ben');
  const before = (await listEvents(service, service.channel, FROM_THE_FIRST)).events;
  assert.deepEqual(
    before.map(({ clientId }) => clientId),
    ['ana', 'ben'],
  );
  const forgotten = { clientId: null, flow: null, metadata: null };
  const [first, second] = before;

  await eraseClient(service, service.channel.id, 'ana', 0);
  const erased = (await listEvents(service, service.channel, FROM_THE_FIRST)).events;
  assert.deepEqual(erased, [{ ...first, ...forgotten }, second]);

  service.clock.jump(8 * DAY);
  assert.equal((await applyRetentionOnce(service, { challenges: 7 })).challenges, 1);
  const kept = (await listEvents(service, service.channel, FROM_THE_FIRST)).events;
  assert.deepEqual(kept, [
    { ...first, ...forgotten },
    { ...second, ...forgotten },
  ]);
});

test('a challenge that does not open keeps no reader from the verdicts behind it', async (context) => {
  const service = await serviceForTests(context);
  const ids = await everyVerdict(service);
  const { challenges } = service.store;
  const byIds: ChallengeStore['byIds'] = async (asked) =>
    (await challenges.byIds(asked)).map(({ challenge, client }) => ({
      challenge: challenge.id === ids[0] ? { ...challenge, sealedDetails: new Uint8Array(40) } : challenge,
      client,
    }));
  const damaged = { ...service, store: { ...service.store, challenges: { ...challenges, byIds } } };
  assert.deepEqual(
    (await listEvents(damaged, service.channel, FROM_THE_FIRST)).events.map(({ clientId }) => clientId),
    [null, 'ben', 'cho', 'dee', 'eva'],
  );
});

test('whoever waits for the next event hears of it at once, and at once of what is there already', async (context) => {
  const service = await serviceForTests(context);
  const first = await create(service, requestFor('ana'));
  const second = await create(service, requestFor('ben'));
  const waiting = waitForEvents(service, service.channel, FROM_THE_FIRST, 30, NEVER);
  await answer(service, first.token, 'right');
  const page = await waiting;
  assert.deepEqual(
    page.events.map(({ challenge }) => challenge),
    [first.id],
  );
  assert.deepEqual(await waitForEvents(service, service.channel, FROM_THE_FIRST, 30, NEVER), page);
  const next = waitForEvents(service, service.channel, { after: page.next, limit: 1 }, 30, NEVER);
  await answer(service, second.token, 'wrong');
  assert.deepEqual(
    (await next).events.map(({ outcome }) => outcome),
    ['failed'],
  );
});

test('a wait for events that is called off answers that there is none', async (context) => {
  const service = await serviceForTests(context);
  const page = await waitForEvents(service, service.channel, { after: 5, limit: 1 }, 30, AbortSignal.abort());
  assert.deepEqual(page, { events: [], next: 5, checkpoint: null });
});
