import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DeliveryFilter } from '../../../src/app/operate-deliveries.ts';
import { instant } from '../../../src/kernel/instant.ts';
import { CHANNEL, DELIVERY_ID, delivery, fakeApi, refusalOf } from './fake-api.ts';

const PATH = `/v1/deliveries/${DELIVERY_ID}`;
const NOTHING: DeliveryFilter = { challenge: null, status: null, since: null, until: null };
const CHALLENGE = delivery().challenge;

const BODY = {
  id: DELIVERY_ID,
  connector: 'chatfuel',
  event: 'passed',
  status: 'pending',
  attempts: 3,
  last_error: 'Chatfuel answered 503',
  challenge_id: CHALLENGE,
  created_at: '2026-11-22T09:30:00.000Z',
  next_attempt_at: '2026-11-22T09:30:21.000Z',
  delivered_at: null,
};

test('a delivery is answered as it stands, and never with a link', async () => {
  const { send } = fakeApi();
  const response = await send({ url: PATH });
  assert.equal(response.statusCode, 200);
  assert.deepEqual(response.json(), BODY);
});

test('one that has ended has no next attempt', async () => {
  const ended = delivery({ status: 'delivered', deliveredAt: instant(Date.UTC(2026, 10, 22, 9, 31)) });
  const { send } = fakeApi({ findDelivery: async () => ended });
  assert.partialDeepStrictEqual((await send({ url: PATH })).json(), {
    status: 'delivered',
    next_attempt_at: null,
    delivered_at: '2026-11-22T09:31:00.000Z',
  });
});

test('an unknown id, and one that is none, are not found', async () => {
  const { send } = fakeApi();
  for (const id of [`dlv_${'f'.repeat(32)}`, 'dlv_1', CHALLENGE, '%00']) {
    assert.deepEqual(refusalOf(await send({ url: `/v1/deliveries/${id}` })), [404, 'delivery_not_found']);
    for (const operation of ['retry', 'give-up']) {
      const response = await send({ method: 'POST', url: `/v1/deliveries/${id}/${operation}` });
      assert.deepEqual(refusalOf(response), [404, 'delivery_not_found']);
    }
  }
});

test("a list is of the key's channel, narrowed as asked for", async () => {
  const asked: unknown[] = [];
  const { send } = fakeApi({
    listDeliveries: async (...query) => {
      asked.push(query);
      return { deliveries: [delivery()], next: null };
    },
  });
  const response = await send({ url: '/v1/deliveries' });
  assert.deepEqual(response.json(), { deliveries: [BODY], next_cursor: null });
  const query = new URLSearchParams({
    status: 'given_up',
    challenge_id: CHALLENGE,
    since: '2026-11-22T03:30:00-06:00',
    until: '2026-11-22T09:31:00.5Z',
    limit: '7',
    cursor: DELIVERY_ID,
  });
  await send({ url: `/v1/deliveries?${query}` });
  const since = instant(Date.UTC(2026, 10, 22, 9, 30));
  const until = instant(Date.UTC(2026, 10, 22, 9, 31, 0, 500));
  assert.deepEqual(asked, [
    [CHANNEL.id, NOTHING, 20, null],
    [CHANNEL.id, { challenge: CHALLENGE, status: 'given_up', since, until }, 7, DELIVERY_ID],
  ]);
});

test('what cannot narrow a list is named', async () => {
  const { send } = fakeApi();
  for (const query of [
    'status=lost',
    'challenge_id=1',
    'since=yesterday',
    'since=2026-02-30T00:00:00Z',
    'until=2026-11-22',
    'limit=0',
    'limit=101',
    'cursor=1',
    'colour=red',
    'status=pending&status=delivered',
  ]) {
    assert.deepEqual(
      refusalOf(await send({ url: `/v1/deliveries?${query}` })),
      [400, 'parameter_invalid'],
      query,
    );
  }
});

test('a delivery is sent again and given up, and answered as it then stands', async () => {
  const { send } = fakeApi();
  const again = await send({ method: 'POST', url: `${PATH}/retry` });
  assert.deepEqual(again.json(), BODY);
  const up = await send({ method: 'POST', url: `${PATH}/give-up`, payload: {} });
  assert.deepEqual(up.json(), { ...BODY, status: 'given_up', next_attempt_at: null });
});

test('one that is due soon anyway is answered as it stands', async () => {
  const { send } = fakeApi({ sendDeliveryAgain: async () => ({ type: 'due_soon' }) });
  assert.deepEqual((await send({ method: 'POST', url: `${PATH}/retry` })).json(), BODY);
});

test('what can no more be done is 409', async () => {
  const { send } = fakeApi({
    sendDeliveryAgain: async () => ({ type: 'too_old' }),
    giveDeliveryUp: async () => ({ type: 'not_pending' }),
  });
  const retry = await send({ method: 'POST', url: `${PATH}/retry` });
  assert.deepEqual(refusalOf(retry), [409, 'delivery_too_old']);
  const giveUp = await send({ method: 'POST', url: `${PATH}/give-up` });
  assert.deepEqual(refusalOf(giveUp), [409, 'delivery_settled']);
});

test('a range is what the body says: those that were given up, where it names no status', async () => {
  const asked: DeliveryFilter[] = [];
  const { send } = fakeApi({
    sendDeliveriesAgain: async (_channel, filter) => {
      asked.push(filter);
      return 3;
    },
    giveDeliveriesUp: async (_channel, filter) => {
      asked.push(filter);
      return 2;
    },
  });
  const post = async (path: string, payload?: object) =>
    (
      await send({
        method: 'POST',
        url: `/v1/deliveries/${path}`,
        ...(payload === undefined ? {} : { payload }),
      })
    ).json();
  assert.deepEqual(await post('retry'), { changed: 3 });
  const since = '2026-11-22T09:30:00Z';
  await post('retry', { status: 'delivered', challenge_id: CHALLENGE, since, until: null });
  assert.deepEqual(await post('give-up', { until: since }), { changed: 2 });
  const time = instant(Date.parse(since));
  assert.deepEqual(asked, [
    { ...NOTHING, status: 'given_up' },
    { challenge: CHALLENGE, status: 'delivered', since: time, until: null },
    { ...NOTHING, until: time },
  ]);
});

test('a range that is not understood changes nothing', async () => {
  const { send } = fakeApi({
    sendDeliveriesAgain: () => assert.fail(),
    giveDeliveriesUp: () => assert.fail(),
    sendDeliveryAgain: () => assert.fail(),
  });
  const refused: readonly (readonly [string, object])[] = [
    ['retry', { sinse: '2026-11-22T09:30:00Z' }],
    ['retry', { since: 1 }],
    ['retry', { status: 'lost' }],
    ['retry', []],
    ['give-up', { status: 'pending' }],
    [`${DELIVERY_ID}/retry`, { now: true }],
  ];
  for (const [path, payload] of refused) {
    const response = await send({ method: 'POST', url: `/v1/deliveries/${path}`, payload });
    assert.deepEqual(refusalOf(response), [400, 'invalid_request'], JSON.stringify(payload));
  }
});
