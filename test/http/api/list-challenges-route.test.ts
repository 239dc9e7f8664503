import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListRequest } from '../../../src/app/list-challenges.ts';
import { fakeApi, ID, problemOf, refusalOf, view } from './fake-api.ts';

test('a page holds challenges and the cursor of the next', async () => {
  const { send } = fakeApi({
    listChallenges: async () => ({ type: 'page', challenges: [view(), view()], nextCursor: ID }),
  });
  const page = (await send({ url: '/v1/challenges' })).json<{
    challenges: { id: string }[];
    next_cursor: string;
  }>();
  assert.deepEqual(
    page.challenges.map(({ id }) => id),
    [ID, ID],
  );
  assert.equal(page.next_cursor, ID);
});

test('the filters are passed on, and 20 are asked for unless told otherwise', async () => {
  const asked: ListRequest[] = [];
  const { send } = fakeApi({
    listChallenges: async (_channel, request) => {
      asked.push(request);
      return { type: 'page', challenges: [], nextCursor: null };
    },
  });
  await send({ url: '/v1/challenges' });
  await send({ url: `/v1/challenges?client_id=%2B521&status=expired&limit=100&cursor=${ID}` });
  assert.deepEqual(asked, [
    { clientId: null, status: null, limit: 20, cursor: null },
    { clientId: '+521', status: 'expired', limit: 100, cursor: ID },
  ]);
});

test('filters that cannot be used are 400 and named', async () => {
  const { send } = fakeApi();
  const wrong = [
    'limit=0',
    'limit=101',
    'limit=many',
    'status=open',
    'status=',
    'client_id=',
    'page=2',
    'limit=1&limit=2',
  ];
  for (const query of wrong) {
    const response = await send({ url: `/v1/challenges?${query}` });
    assert.deepEqual(refusalOf(response), [400, 'parameter_invalid'], query);
    assert.match(problemOf(response).detail, new RegExp(query.split('=')[0] ?? ''));
  }
});

test('a cursor that was never answered is 400', async () => {
  const { send } = fakeApi({ listChallenges: async () => ({ type: 'bad_cursor' }) });
  const response = await send({ url: '/v1/challenges?cursor=x' });
  assert.deepEqual(refusalOf(response), [400, 'parameter_invalid']);
});
