import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeApi, ID, problemOf, refusalOf, view } from './fake-api.ts';

const CANCEL = { method: 'POST', url: `/v1/challenges/${ID}/cancel` } as const;

test('a canceled challenge is answered', async () => {
  const { send } = fakeApi();
  const response = await send(CANCEL);
  assert.equal(response.statusCode, 200);
  assert.equal(response.json<{ status: string }>().status, 'canceled');
});

test('no body, an empty one and an empty object are all fine', async () => {
  const { send } = fakeApi();
  const headers = { 'content-type': 'application/json' };
  for (const request of [CANCEL, { ...CANCEL, headers }, { ...CANCEL, headers, payload: '{}' }]) {
    assert.equal((await send(request)).statusCode, 200);
  }
});

test('a body that asks for something is 400', async () => {
  const { send } = fakeApi({ cancelChallenge: async () => assert.fail('nothing may be canceled') });
  for (const payload of [{ reason: 'x' }, [], 'true']) {
    const headers = { 'content-type': 'application/json' };
    assert.deepEqual(refusalOf(await send({ ...CANCEL, headers, payload })), [400, 'invalid_request']);
  }
});

test('a challenge that has its verdict is 409, and the verdict is named', async () => {
  const challenge = view({ status: 'passed' });
  const { send } = fakeApi({ cancelChallenge: async () => ({ type: 'already_decided', challenge }) });
  const response = await send(CANCEL);
  assert.deepEqual(refusalOf(response), [409, 'challenge_decided']);
  assert.match(problemOf(response).detail, /is passed already/);
});

test('an id of none is 404', async () => {
  const { send } = fakeApi();
  for (const id of ['x', `chl_${'f'.repeat(32)}`]) {
    const response = await send({ method: 'POST', url: `/v1/challenges/${id}/cancel` });
    assert.deepEqual(refusalOf(response), [404, 'challenge_not_found']);
  }
});
