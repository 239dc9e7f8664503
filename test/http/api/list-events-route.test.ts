import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventsRequest } from '../../../src/app/list-events.ts';
import { event, fakeApi, problemOf, refusalOf } from './fake-api.ts';

test('a page holds events as the API names things, where to go on, and the newest checkpoint', async () => {
  const gone = { index: 9, clientId: null, flow: null, metadata: null } as const;
  const { send } = fakeApi({
    listEvents: async () => ({ events: [event(), event(gone)], next: 9, checkpoint: 'the note\n' }),
  });
  const first = {
    index: 7,
    challenge_id: event().challenge,
    status: 'passed',
    reason: 'answered',
    decided_at: '2026-11-22T09:30:00.000Z',
    client_id: '5215512345678',
    flow: 'Balance',
    metadata: { order: 'A-17' },
  };
  assert.deepEqual((await send({ url: '/v1/events' })).json(), {
    events: [first, { ...first, index: 9, client_id: null, flow: null, metadata: null }],
    next: 9,
    checkpoint: 'the note\n',
  });
});

test('the place, the limit and the wait are passed on, and 20 from the first one on are asked for unless told otherwise', async () => {
  const asked: (EventsRequest & { readonly seconds?: number })[] = [];
  const page = { events: [], next: null, checkpoint: null };
  const { send } = fakeApi({
    listEvents: async (_channel, request) => {
      asked.push(request);
      return page;
    },
    waitForEvents: async (_channel, request, seconds) => {
      asked.push({ ...request, seconds });
      return page;
    },
  });
  assert.deepEqual((await send({ url: '/v1/events' })).json(), page);
  await send({ url: '/v1/events?after=0&limit=100' });
  await send({ url: '/v1/events?after=123456789012&wait=30' });
  assert.deepEqual(asked, [
    { after: null, limit: 20 },
    { after: 0, limit: 100 },
    { after: 123_456_789_012, limit: 20, seconds: 30 },
  ]);
});

test('a service that drains answers a waiting call at once', async () => {
  const { send, drain } = fakeApi({
    waitForEvents: (_channel, { after }, _seconds, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve({ events: [], next: after, checkpoint: null }));
        drain();
      }),
  });
  assert.deepEqual((await send({ url: '/v1/events?after=3&wait=60' })).json(), {
    events: [],
    next: 3,
    checkpoint: null,
  });
});

test('parameters that cannot be used are 400 and named', async () => {
  const { send } = fakeApi();
  const wrong = [
    'after=-1',
    'after=',
    'after=x',
    'after=1e3',
    `after=${10 ** 15}`,
    'limit=0',
    'limit=101',
    'wait=61',
  ];
  for (const query of [...wrong, 'before=3', 'after=1&after=2']) {
    const response = await send({ url: `/v1/events?${query}` });
    assert.deepEqual(refusalOf(response), [400, 'parameter_invalid'], query);
    assert.match(problemOf(response).detail, new RegExp(query.split('=')[0] ?? ''));
  }
});
