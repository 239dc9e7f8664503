import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unsuccessful } from '../../src/standins/chatfuel.ts';
import type { Misbehaviour } from '../../src/standins/misbehaviour.ts';
import { startStandInServer } from '../../src/standins/stand-in-server.ts';
import { eventually } from '../flaws/running-service.ts';
import { livesThrough, statusOf } from './journey.ts';
import { type WholeService, wholeService } from './whole-service.ts';

/** So that a platform that hangs does not hold up the tests. */
const SHORT_PATIENCE = 500;

const answer = (status: number, headers: Readonly<Record<string, string>> = {}, body = ''): Misbehaviour => ({
  type: 'answer',
  status,
  headers,
  body,
});

/** What can pass by itself, and how the first attempt's error is worded. */
const BAD_DAYS: readonly (readonly [name: string, misbehaviour: Misbehaviour, words: RegExp])[] = [
  ['hangs', { type: 'hang' }, /gave no answer within/],
  ['cuts the connection', { type: 'reset' }, /cut the connection/],
  ['takes it and loses its answer', { type: 'lost_answer' }, /cut the connection/],
  ['answers with garbage', { type: 'garbage' }, /not HTTP/],
  ['answers too slowly', { type: 'slow', milliseconds: 3 * SHORT_PATIENCE }, /gave no answer within/],
  ['is broken', answer(503), /503/],
  ['is too busy', answer(429, { 'retry-after': '2' }), /429/],
  ['says 200 and did not do it', unsuccessful('Unknown flow'), /did not carry it out/],
];

for (const [name, misbehaviour, words] of BAD_DAYS) {
  test(`a platform that ${name} is told again until it takes the verdict, and nobody waits for that`, async (context) => {
    const isLate = misbehaviour.type === 'hang' || misbehaviour.type === 'slow';
    const whole = await wholeService(context, isLate ? { patience: SHORT_PATIENCE } : {});
    whole.chatfuel.misbehave(misbehaviour);
    await livesThrough(whole.address, whole.outside, 'ana', 'right');
    await livesThrough(whole.address, whole.outside, 'ben', 'wrong');
    const errors = await eventually(async () => {
      const found = (await deliveries(whole)).flatMap(({ lastError }) => lastError ?? []);
      return found.length === 2 ? found : null;
    });
    for (const error of errors) assert.match(error, words);
    await whole.look();
    whole.chatfuel.misbehave(null);
    await whole.settle();
  });
}

test('a platform that refuses for good is told no more, until an operator sends it again', async (context) => {
  const whole = await wholeService(context);
  whole.chatfuel.misbehave(answer(422, {}, '{"result":"Bad Data: Bot not found","success":false}'));
  await livesThrough(whole.address, whole.outside, 'ana', 'right');
  const [refused] = await eventually(async () => {
    const found = (await deliveries(whole)).filter(({ status }) => status === 'given_up');
    return found.length === 1 ? found : null;
  });
  whole.chatfuel.misbehave(null);
  const headers = { 'x-api-key': whole.address.key };
  const url = `${whole.address.apiUrl}/v1/deliveries/${refused?.id}/retry`;
  assert.equal((await fetch(url, { method: 'POST', headers })).status, 200);
  await eventually(() => (whole.outside.told.size === 1 ? true : null));
  await whole.settle();
});

test('where a redirect leads nothing is sent', async (context) => {
  const elsewhere = await startStandInServer({}, () => ({ status: 200, body: { success: true } }));
  context.after(() => elsewhere.close());
  const whole = await wholeService(context);
  whole.chatfuel.misbehave(answer(308, { location: elsewhere.url }));
  await livesThrough(whole.address, whole.outside, 'ana', 'right');
  await eventually(async () => ((await deliveries(whole))[0]?.lastError === null ? null : true));
  whole.chatfuel.misbehave(null);
  await whole.settle();
  assert.deepEqual(elsewhere.calls, []);
});

test('a platform whose name has come to lead to a private address is not called, and the bot can still ask', async (context) => {
  const whole = await wholeService(context, {
    platformName: 'platform.example',
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  });
  await livesThrough(whole.address, whole.outside, 'ana', 'right');
  const error = await eventually(async () => (await deliveries(whole))[0]?.lastError ?? null);
  assert.match(error, /public/);
  assert.deepEqual(whole.chatfuel.calls, []);
  assert.equal(await statusOf(whole.address, 'ana'), 'passed');
  await whole.look();
});

const deliveries = ({ store }: WholeService) =>
  store.deliveries.list({
    channel: null,
    challenge: null,
    status: null,
    since: null,
    until: null,
    before: null,
    limit: 100,
  });
