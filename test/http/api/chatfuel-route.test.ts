import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import type { CreateOutcome } from '../../../src/app/create-outcome.ts';
import { dayNumber } from '../../../src/kernel/calendar.ts';
import { CHANNEL, fakeApi, ID, problemOf, refusalOf } from './fake-api.ts';

const PATH = '/v1/chatfuel/challenges';
const LINK = 'https://verify.example.com/Zk3vJc0m5sUoYb1QeXw8Rg';
const BORN = { kind: 'date_of_birth', day: dayNumber({ year: 1980, month: 2, day: 3 }) };

const post = (payload: object | string, type = 'application/json') => ({
  method: 'POST' as const,
  url: PATH,
  payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  headers: { 'content-type': type },
});

const attributesOf = (response: LightMyRequestResponse) => {
  assert.equal(response.statusCode, 200, response.body);
  const { set_attributes, detail, ...flat } = response.json();
  assert.deepEqual(flat, set_attributes, 'each attribute stands at the top too');
  return { ...flat, ...(detail === undefined ? {} : { detail }) };
};

test('a link is answered as attributes, at the top and under set_attributes', async () => {
  const { send, created } = fakeApi();
  const response = await send(
    post({
      client_id: '64a1',
      phone: '+5215512345678',
      flow: 'Verified',
      locale: 'es_MX',
      purpose: 'Ver saldo',
      policy: 'default',
      ttl_seconds: '90',
      date_of_birth: '1980-02-03',
    }),
  );
  assert.deepEqual(attributesOf(response), {
    dynamic_url: LINK,
    verification_id: ID,
    verification_status: 'pending',
    verification_error: '',
    verification_retry_after: '',
  });
  assert.deepEqual(created[0], {
    clientId: '64a1',
    phone: '+5215512345678',
    flow: 'Verified',
    locale: null,
    purpose: 'Ver saldo',
    metadata: null,
    callback: null,
    facts: [BORN],
    policy: 'default',
    ttlSeconds: 90,
    idempotency: null,
  });
});

test('a URL, a form and a body say the same', async () => {
  const { send, created } = fakeApi();
  const query = 'client_id=64a1&telefono=%2B521&flow_name=Ver%20saldo&fecha_cumple=1980-02-03';
  await send({ url: `${PATH}?${query}` });
  await send(post(query, 'application/x-www-form-urlencoded'));
  await send(
    post({ client_id: '64a1', telefono: '+521', flow_name: 'Ver saldo', fecha_cumple: '1980-02-03' }),
  );
  assert.equal(created.length, 3);
  assert.deepEqual(created[0], created[1]);
  assert.deepEqual(created[1], created[2]);
  assert.deepEqual(created[0]?.facts, [BORN]);
});

test("a whole profile will do: the person is known by Chatfuel's own attributes, and the rest is left alone", async () => {
  const { send, created } = fakeApi();
  const profile = {
    'chatfuel user id': '64a1',
    'messenger user id': '777',
    'first name': 'Ana',
    tags: ['a'],
    timezone: -6,
    facts: { date_of_birth: '1980-02-03' },
    date_of_birth: 'not this one',
  };
  await send(post(profile));
  assert.equal(created[0]?.clientId, '64a1');
  assert.deepEqual(created[0]?.facts, [BORN]);
});

test('what was never filled in is missing, whatever its name', async () => {
  const { send, created } = fakeApi();
  for (const unfilled of ['', ' ', 'null', 'not set', '{{attribute}}', null]) {
    const given = {
      client_id: unfilled,
      'chatfuel user id': '64a1',
      phone: unfilled,
      flow: unfilled,
      locale: unfilled,
      purpose: unfilled,
      policy: unfilled,
      ttl_seconds: unfilled,
      date_of_birth: unfilled,
      fecha_cumple: '1980-02-03',
    };
    assert.equal(attributesOf(await send(post(given)))['verification_status'], 'pending', String(unfilled));
  }
  assert.equal(new Set(created.map((request) => JSON.stringify(request))).size, 1);
  assert.partialDeepStrictEqual(created[0], { clientId: '64a1', phone: null, flow: null, facts: [BORN] });
});

test('what cannot be used is refused in attributes too, with words for whoever builds the bot', async () => {
  const { send, created } = fakeApi();
  const refused: readonly (readonly [object, string, RegExp])[] = [
    [{}, 'parameter_invalid', /client_id is empty or was never filled in/],
    [{ client_id: '{{chatfuel user id}}' }, 'parameter_invalid', /client_id is empty/],
    [{ client_id: 'a\nb' }, 'parameter_invalid', /client_id holds characters/],
    [{ client_id: 'a'.repeat(257) }, 'parameter_invalid', /at most 256/],
    [{ client_id: 'a', ttl_seconds: '9' }, 'parameter_invalid', /ttl_seconds must be a whole number/],
    [{ client_id: 'a', date_of_birth: '3.2.1980' }, 'invalid_fact', /date_of_birth must be/],
    [[], 'parameter_invalid', /client_id is empty/],
  ];
  for (const [body, code, words] of refused) {
    const attributes = attributesOf(await send(post(body)));
    assert.partialDeepStrictEqual(attributes, {
      dynamic_url: '',
      verification_id: '',
      verification_status: 'refused',
      verification_error: code,
      verification_retry_after: '',
    });
    assert.match(attributes['detail'], words);
  }
  const twice = attributesOf(await send({ url: `${PATH}?client_id=a&client_id=b` }));
  assert.equal(twice['verification_error'], 'parameter_invalid');
  assert.equal(created.length, 0);
});

test('a client that has to wait is refused with the seconds', async () => {
  const outcome: CreateOutcome = { type: 'locked', retryAfterSeconds: 900 };
  const { send } = fakeApi({ createChallenge: async () => outcome });
  assert.partialDeepStrictEqual(attributesOf(await send(post({ client_id: 'a' }))), {
    verification_status: 'refused',
    verification_error: 'client_locked',
    verification_retry_after: '900',
  });
});

test('the attributes are called as the channel calls them', async () => {
  const attributes = { url: 'urlDinamica', id: 'Nº', status: 's', error: 'e', retryAfter: 'r' };
  const { send } = fakeApi({ authenticate: async () => ({ ...CHANNEL, attributes }) });
  assert.deepEqual(attributesOf(await send(post({ client_id: 'a' }))), {
    urlDinamica: LINK,
    Nº: ID,
    s: 'pending',
    e: '',
    r: '',
  });
});

test('a HEAD makes no challenge, and a request without a key none either', async () => {
  const { send, created } = fakeApi();
  assert.equal((await send({ method: 'HEAD', url: `${PATH}?client_id=a` })).statusCode, 405);
  const response = await send({ url: `${PATH}?client_id=a`, headers: { authorization: 'Bearer wrong' } });
  assert.equal(problemOf(response).code, 'unauthorized');
  assert.equal(created.length, 0);
});

test('other bodies are refused as everywhere', async () => {
  const { send } = fakeApi();
  assert.deepEqual(refusalOf(await send(post('client_id=a', 'text/plain'))), [415, 'unsupported_media_type']);
  assert.deepEqual(refusalOf(await send(post('{"client_id"'))), [400, 'malformed_body']);
});
