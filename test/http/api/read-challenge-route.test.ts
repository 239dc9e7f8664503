import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { instant } from '../../../src/kernel/instant.ts';
import { listen } from '../requests.ts';
import { DELIVERY_ID, fakeApi, ID, KEY, problemOf, refusalOf, view } from './fake-api.ts';

const PATH = `/v1/challenges/${ID}`;

test('a challenge is answered as it stands, its deliveries included', async () => {
  const decidedAt = instant(Date.UTC(2026, 10, 22, 9, 30, 12, 34));
  const delivery = {
    id: DELIVERY_ID,
    connector: 'chatfuel',
    event: 'passed',
    status: 'pending',
    attempts: 2,
    lastError: 'answered 500',
  } as const;
  const challenge = view({
    status: 'passed',
    reason: 'answered',
    decidedAt,
    metadata: { order: 'A-17' },
    deliveries: [delivery],
  });
  const { send } = fakeApi({ readChallenge: async () => challenge });
  const response = await send({ url: PATH });
  assert.equal(response.statusCode, 200);
  const body = response.json<Record<string, unknown>>();
  assert.equal(body['url'], null);
  assert.equal(body['status'], 'passed');
  assert.equal(body['reason'], 'answered');
  assert.equal(body['decided_at'], '2026-11-22T09:30:12.034Z');
  assert.deepEqual(body['metadata'], { order: 'A-17' });
  assert.deepEqual(body['deliveries'], [
    {
      id: DELIVERY_ID,
      connector: 'chatfuel',
      event: 'passed',
      status: 'pending',
      attempts: 2,
      last_error: 'answered 500',
    },
  ]);
});

test('what a use case answers by mistake does not leave', async () => {
  const leaking = Object.assign(view(), { facts: { date_of_birth: '1980-02-03' }, answer: 'right' });
  const { send } = fakeApi({ readChallenge: async () => leaking });
  const { body } = await send({ url: PATH });
  assert.ok(!body.includes('1980') && !body.includes('answer'));
});

test('an unknown id, an id of another channel and what is no id are answered alike', async () => {
  const { send } = fakeApi();
  const problems: string[] = [];
  for (const id of [`chl_${'f'.repeat(32)}`, 'chl_1', `CHL_${'0'.repeat(32)}`, '1980-02-03', '%20']) {
    const response = await send({ url: `/v1/challenges/${id}` });
    assert.deepEqual(refusalOf(response), [404, 'challenge_not_found']);
    problems.push(JSON.stringify({ ...problemOf(response), instance: '' }));
  }
  assert.equal(new Set(problems).size, 1);
});

test('a wait is passed on, and its end answered', async () => {
  const waits: number[] = [];
  const { send } = fakeApi({
    waitForVerdict: async (_channel, _id, seconds) => {
      waits.push(seconds);
      return view({ status: 'failed' });
    },
  });
  const response = await send({ url: `${PATH}?wait=30` });
  assert.equal(response.json<{ status: string }>().status, 'failed');
  assert.deepEqual(waits, [30]);
});

test('no wait, or one of 0, reads at once', async () => {
  const { send } = fakeApi({ waitForVerdict: async () => assert.fail('nobody asked to wait') });
  for (const url of [PATH, `${PATH}?wait=0`]) assert.equal((await send({ url })).statusCode, 200);
});

for (const wait of ['-1', '61', '1.5', '', 'soon', '0x10', '1e1', '9999999999', '３']) {
  test(`a wait of ${JSON.stringify(wait)} is 400`, async () => {
    const { send } = fakeApi();
    const response = await send({ url: PATH, query: { wait } });
    assert.deepEqual(refusalOf(response), [400, 'parameter_invalid']);
    assert.match(problemOf(response).detail, /wait must be a whole number from 0 to 60/);
  });
}

test('an unknown query parameter is 400 and named', async () => {
  const { send } = fakeApi();
  const response = await send({ url: `${PATH}?wiat=3` });
  assert.match(problemOf(response).detail, /parameter "wiat" is unknown: this path takes wait\./);
});

/** A use case that waits until its signal ends the wait. */
function waiting() {
  const begun = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<void>();
  const waitForVerdict = async (_channel: unknown, _id: unknown, _seconds: number, signal: AbortSignal) => {
    const aborted = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => aborted.resolve(), { once: true });
    begun.resolve();
    if (!signal.aborted) await aborted.promise;
    ended.resolve();
    return view();
  };
  return { begun: begun.promise, ended: ended.promise, waitForVerdict };
}

test('whoever waits is answered at once when the service begins to drain', async () => {
  const { begun, waitForVerdict } = waiting();
  const { send, drain } = fakeApi({ waitForVerdict });
  const answer = send({ url: `${PATH}?wait=60` });
  await begun;
  drain();
  assert.equal((await answer).json<{ status: string }>().status, 'pending');
  assert.equal((await send({ url: `${PATH}?wait=60` })).statusCode, 200);
});

test('a wait ends when the caller hangs up', async () => {
  const { begun, ended, waitForVerdict } = waiting();
  const { app } = fakeApi({ waitForVerdict });
  const socket = connect(await listen(app), '127.0.0.1');
  socket.write(`GET ${PATH}?wait=60&api_key=${KEY} HTTP/1.1\r\nHost: a\r\n\r\n`);
  await begun;
  socket.destroy();
  await ended;
  await app.close();
});
