import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClientView } from '../../../src/app/show-client.ts';
import { instant } from '../../../src/kernel/instant.ts';
import { fakeApi, refusalOf } from './fake-api.ts';

const view = (clientId: string): ClientView => ({
  clientId,
  state: 'locked',
  until: instant(Date.UTC(2026, 10, 22, 9, 45)),
  consecutiveFailures: 3,
  facts: [{ fact: 'date_of_birth', challenges: 4, wrongAnswers: 3, exhausted: true }],
  latestChallenge: null,
});

const useCases = {
  showClient: async (_channel: unknown, clientId: string) => (clientId === 'nobody' ? null : view(clientId)),
  unlockClient: async (_channel: unknown, clientId: string) =>
    clientId === 'nobody' ? null : { ...view(clientId), state: 'open' as const, until: null },
};

test('a client is read by its id, however it is spelt, percent-encoded', async () => {
  const { send } = fakeApi(useCases);
  const response = await send({ method: 'GET', url: `/v1/clients/${encodeURIComponent('+52 1/55')}` });
  assert.equal(response.statusCode, 200);
  assert.deepEqual(response.json(), {
    client_id: '+52 1/55',
    state: 'locked',
    until: '2026-11-22T09:45:00.000Z',
    consecutive_failures: 3,
    facts: [{ fact: 'date_of_birth', challenges: 4, wrong_answers: 3, exhausted: true }],
    latest_challenge: null,
  });
});

test('unlocking answers the client as it then is, and takes no body', async () => {
  const { send } = fakeApi(useCases);
  const response = await send({ method: 'POST', url: '/v1/clients/ana/unlock' });
  assert.equal(response.json().state, 'open');
  const wrong = await send({ method: 'POST', url: '/v1/clients/ana/unlock', payload: { all: true } });
  assert.deepEqual(refusalOf(wrong), [400, 'invalid_request']);
});

test('erasing answers what became of the data, takes no body and no parameter, and asks for a key', async () => {
  const { send } = fakeApi(useCases);
  const url = `/v1/clients/${encodeURIComponent('+52 55')}`;
  const response = await send({ method: 'DELETE', url });
  assert.deepEqual(response.json(), {
    client_id: '+52 55',
    state: 'erased',
    until: null,
    challenges: 4,
    remembered: false,
  });
  const wrong = await send({ method: 'DELETE', url, payload: { all: true } });
  assert.deepEqual(refusalOf(wrong), [400, 'invalid_request']);
  const parameter = await send({ method: 'DELETE', url: `${url}?all=1` });
  assert.deepEqual(refusalOf(parameter), [400, 'parameter_invalid']);
  const keyless = await send({ method: 'DELETE', url, headers: { authorization: '' } });
  assert.deepEqual(refusalOf(keyless), [401, 'unauthorized']);
});

test('a client that nothing was ever asked of is 404, and no key is 401', async () => {
  const { send } = fakeApi(useCases);
  for (const [method, url] of [
    ['GET', '/v1/clients/nobody'],
    ['POST', '/v1/clients/nobody/unlock'],
  ] as const) {
    assert.deepEqual(refusalOf(await send({ method, url })), [404, 'client_not_found']);
    const keyless = await send({ method, url, headers: { authorization: '' } });
    assert.deepEqual(refusalOf(keyless), [401, 'unauthorized']);
  }
});

test('a parameter that there is not is told', async () => {
  const { send } = fakeApi(useCases);
  const response = await send({ method: 'GET', url: '/v1/clients/ana?all=1' });
  assert.deepEqual(refusalOf(response), [400, 'parameter_invalid']);
});
