import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERRORS } from '../../../src/http/errors.ts';
import { CHANNEL, fakeApi, KEY, refusalOf } from './fake-api.ts';

const OTHER_KEY = 'csk_other';
const keys = { authenticate: async (key: string) => (key === KEY || key === OTHER_KEY ? CHANNEL : null) };
const LIST = { method: 'GET', url: '/v1/challenges' } as const;
const asOther = { ...LIST, headers: { authorization: `Bearer ${OTHER_KEY}` } };

test('without a budget any number of requests is taken', async () => {
  const { send } = fakeApi(keys);
  for (let count = 0; count < 50; count++) assert.equal((await send(LIST)).statusCode, 200);
});

test('a key beyond its budget is told when to come back, and the flood of one leaves the others alone', async () => {
  const { send, limits } = fakeApi(keys, { perKey: 3 });
  for (let count = 0; count < 3; count++) assert.equal((await send(LIST)).statusCode, 200);
  for (let count = 0; count < 20; count++) {
    const refused = await send(LIST);
    assert.deepEqual(refusalOf(refused), [429, 'key_budget_spent']);
    const wait = Number(refused.headers['retry-after']);
    assert.ok(wait >= 1 && wait <= 60, String(wait));
  }
  for (let count = 0; count < 3; count++) assert.equal((await send(asOther)).statusCode, 200);
  assert.equal(limits.beyond.length, 20);
  assert.deepEqual(limits.beyond[0], { budget: 'key', about: { channel: CHANNEL.id } });
});

test('what a flood is refused it is told late, and the flood of one leaves the others their budget', async () => {
  const { send } = fakeApi(keys, { perKey: 2 });
  const timed = async () => {
    const since = performance.now();
    const { statusCode } = await send(LIST);
    return { statusCode, milliseconds: performance.now() - since };
  };
  const flood = await Promise.all(Array.from({ length: 30 }, timed));
  assert.equal(flood.filter(({ statusCode }) => statusCode === 429).length, 28);
  // All beyond ten times the budget; a machine that is busy may answer others late, too.
  const late = flood.filter(({ milliseconds }) => milliseconds > 990);
  assert.ok(late.length >= 10, String(late.length));
  for (let count = 0; count < 2; count++) assert.equal((await send(asOther)).statusCode, 200);
});

test('a key counts as one whichever way it is sent', async () => {
  const { send } = fakeApi(keys, { perKey: 2 });
  await send(LIST);
  await send({ ...LIST, headers: { authorization: '', 'x-api-key': KEY } });
  const third = await send({
    method: 'GET',
    url: `/v1/challenges?api_key=${KEY}`,
    headers: { authorization: '' },
  });
  assert.deepEqual(refusalOf(third), [429, 'key_budget_spent']);
});

test('an address beyond its budget is refused before its key is looked at, another address is not', async () => {
  const { send } = fakeApi(keys, { perAddress: 2 });
  const from = (remoteAddress: string) =>
    send({ ...asOther, headers: { authorization: 'Bearer bad' }, remoteAddress });
  assert.deepEqual(refusalOf(await from('192.0.2.1')), [401, 'unauthorized']);
  assert.deepEqual(refusalOf(await from('192.0.2.1')), [401, 'unauthorized']);
  assert.deepEqual(refusalOf(await from('192.0.2.1')), [429, 'address_budget_spent']);
  assert.deepEqual(refusalOf(await from('192.0.2.2')), [401, 'unauthorized']);
});

test('an IPv6 subscriber has one budget for all of its addresses, and an IPv4 one however it is written', async () => {
  const { send } = fakeApi(keys, { perAddress: 1 });
  const from = async (remoteAddress: string) => (await send({ ...LIST, remoteAddress })).statusCode;
  assert.equal(await from('2001:db8:0:7::1'), 200);
  assert.equal(await from('2001:db8::7:aaaa:0:0:1'), 429);
  assert.equal(await from('2001:DB8:0:7:ffff::'), 429);
  assert.equal(await from('2001:db8:0:8::1'), 200);
  assert.equal(await from('192.0.2.9'), 200);
  assert.equal(await from('::ffff:192.0.2.9'), 429);
});

test('what a supervisor asks counts towards no budget', async () => {
  const { send } = fakeApi(keys, { perAddress: 1, perKey: 1 });
  for (let count = 0; count < 5; count++) {
    assert.equal((await send({ method: 'GET', url: '/healthz' })).statusCode, 200);
  }
});

test('a dry run refuses nothing, and tells what it would have refused', async () => {
  const { send, limits } = fakeApi(keys, { perKey: 1, perAddress: 2, dryRun: true });
  for (let count = 0; count < 4; count++) assert.equal((await send(LIST)).statusCode, 200);
  assert.deepEqual(
    limits.beyond.map(({ budget }) => budget),
    ['key', 'address', 'key', 'address', 'key'],
  );
});

test('what to do names the setting that the operator can change', () => {
  assert.match(ERRORS.key_budget_spent.remedy, /KEY_BUDGET_PER_MINUTE/);
  assert.match(ERRORS.address_budget_spent.remedy, /ADDRESS_BUDGET_PER_MINUTE/);
});
