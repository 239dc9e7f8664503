import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inject } from '../requests.ts';
import { fakeApi, KEY, problemOf, refusalOf } from './fake-api.ts';

const URL = '/v1/challenges';

test('a key is taken from each of its three places', async () => {
  const { app } = fakeApi();
  const ways = [
    { url: URL, headers: { authorization: `Bearer ${KEY}` } },
    { url: URL, headers: { authorization: `bearer  ${KEY}` } },
    { url: URL, headers: { 'x-api-key': KEY } },
    { url: `${URL}?api_key=${KEY}` },
    { url: `${URL}?api_key=${KEY}`, headers: { 'x-api-key': KEY } },
  ];
  for (const way of ways) assert.equal((await inject(app, way)).statusCode, 200);
});

test('without a good key it is 401, which says how to send one', async () => {
  const { app } = fakeApi();
  const ways = [
    { url: URL },
    { url: URL, headers: { authorization: 'Bearer wrong' } },
    { url: URL, headers: { authorization: `Basic ${KEY}` } },
    { url: URL, headers: { authorization: KEY } },
    { url: URL, headers: { 'x-api-key': '' } },
    { url: `${URL}?api_key=` },
    { url: `${URL}?api_key=${KEY}&api_key=other` },
    { url: `${URL}?api_key=wrong`, headers: { 'x-api-key': KEY } },
  ];
  for (const way of ways) {
    const response = await inject(app, way);
    assert.deepEqual(refusalOf(response), [401, 'unauthorized']);
    assert.equal(response.headers['www-authenticate'], 'Bearer');
    assert.match(problemOf(response).detail, /Authorization: Bearer/);
  }
});

test('every route but health and the documents needs a key', async () => {
  const { app } = fakeApi();
  const document = (await inject(app, { url: '/openapi.json' })).json<{ paths: Record<string, object> }>();
  const open = ['/healthz', '/readyz'];
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of Object.keys(operations)) {
      const response = await inject(app, {
        method: method === 'post' ? 'POST' : 'GET',
        url: path.replace('{id}', 'x'),
      });
      assert.equal(response.statusCode === 401, !open.includes(path), `${method} ${path}`);
    }
  }
  for (const url of ['/openapi.json', '/docs', '/docs/errors']) {
    assert.equal((await inject(app, { url })).statusCode, 200, url);
  }
});

test('a key is looked at before the body', async () => {
  const { app } = fakeApi();
  const response = await inject(app, {
    method: 'POST',
    url: URL,
    payload: 'not json',
    headers: { 'content-type': 'x/y' },
  });
  assert.deepEqual(refusalOf(response), [401, 'unauthorized']);
});
