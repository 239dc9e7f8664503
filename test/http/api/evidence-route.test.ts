import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PRIVATE_NAMES } from '../../../src/domain/audit/private-fields.ts';
import { fakeApi, ID, refusalOf } from './fake-api.ts';

const URL = `/v1/challenges/${ID}/evidence`;

test('evidence is the bundle to the letter, or the page where that is asked for', async () => {
  const { send } = fakeApi();
  const json = await send({ url: URL });
  assert.deepEqual(
    [json.statusCode, json.headers['content-type'], json.body],
    [200, 'application/json; charset=utf-8', '{}\n'],
  );
  assert.equal(json.headers['content-disposition'], `attachment; filename="${ID}.json"`);
  const typeFor = async (accept: string) =>
    String((await send({ url: URL, headers: { accept } })).headers['content-type']);
  assert.equal(await typeFor('application/pdf'), 'application/pdf');
  assert.equal(await typeFor('application/pdf, application/json;q=0.9'), 'application/pdf');
  assert.equal(await typeFor('text/html,application/pdf;q=0.9,*/*;q=0.8'), 'application/pdf');
  for (const accept of [
    '*/*',
    'application/json',
    'application/pdf;q=0.5, application/json',
    'application/pdf;q=0',
    'text/html',
    'nonsense;;,,',
  ]) {
    assert.match(await typeFor(accept), /^application\/json/, accept);
  }
  const pdf = await send({ url: URL, headers: { accept: 'application/pdf' } });
  assert.equal(pdf.body, '%PDF-1.7');
  assert.equal(pdf.headers['content-disposition'], `attachment; filename="${ID}.pdf"`);
});

test('what is disclosed is what was asked for, and nothing by which a person is found where nobody asks', async () => {
  const asked: string[][] = [];
  const { send } = fakeApi({
    readEvidence: async (_channel, _id, reveal) => {
      asked.push([...reveal].sort());
      return { type: 'bundle', text: '{}\n', isInterim: false };
    },
  });
  await send({ url: URL });
  await send({ url: `${URL}?reveal=phone,address` });
  await send({ url: `${URL}?reveal=all` });
  assert.ok(
    !asked[0]?.some((name) => ['phone', 'client_id', 'address', 'user_agent', 'device'].includes(name)),
  );
  assert.deepEqual(asked.slice(1), [['address', 'phone'], [...PRIVATE_NAMES]]);
});

test('a name that there is not, and a challenge that is not there, are refused', async () => {
  const { send } = fakeApi();
  for (const reveal of ['birthday', 'phone,', '', 'phone;address', '__proto__']) {
    assert.deepEqual(
      refusalOf(await send({ url: `${URL}?reveal=${encodeURIComponent(reveal)}` })),
      [400, 'parameter_invalid'],
      reveal,
    );
  }
  assert.deepEqual(refusalOf(await send({ url: `${URL}?also=1` })), [400, 'parameter_invalid']);
  assert.deepEqual(refusalOf(await send({ url: URL.replace('1/evidence', '2/evidence') })), [
    404,
    'challenge_not_found',
  ]);
  assert.deepEqual(refusalOf(await send({ url: URL.replace(ID, 'x') })), [404, 'challenge_not_found']);
  assert.equal((await send({ url: URL, headers: { authorization: 'Bearer csk_bad' } })).statusCode, 401);
});

test('the public keys are there for anyone', async () => {
  const { app } = fakeApi();
  const response = await app.inject({ url: '/.well-known/countersign-keys.json' });
  assert.equal(response.statusCode, 200);
  assert.deepEqual(response.json(), { origin: 'log.example', keys: [] });
});
