import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { inject } from '../requests.ts';
import { fakeApi, ID, KEY, problemOf, refusalOf } from './fake-api.ts';

test('a path that there is not is 404, a method that a path has not is 405 and names those it has', async () => {
  const { app } = fakeApi();
  assert.deepEqual(refusalOf(await inject(app, { url: '/nowhere' })), [404, 'not_found']);
  const cases = [
    ['DELETE', '/v1/challenges', 'GET, HEAD, POST'],
    ['PUT', `/v1/challenges/${ID}`, 'GET, HEAD'],
    ['GET', `/v1/challenges/${ID}/cancel`, 'POST'],
    ['OPTIONS', '/generate_dynamic_page', 'GET'],
    ['POST', '/healthz', 'GET, HEAD'],
  ] as const;
  for (const [method, url, allow] of cases) {
    const response = await inject(app, { method, url });
    assert.deepEqual(refusalOf(response), [405, 'method_not_allowed'], `${method} ${url}`);
    assert.equal(String(response.headers.allow).split(', ').sort().join(', '), allow);
  }
});

test('a path with a broken escape is 400, one with an endless id 414', async () => {
  const { send } = fakeApi();
  assert.deepEqual(refusalOf(await send({ url: '/v1/challenges/%ff' })), [400, 'bad_request']);
  assert.deepEqual(refusalOf(await send({ url: `/v1/challenges/${'a'.repeat(101)}` })), [
    414,
    'uri_too_long',
  ]);
});

test('every answer, refusals included, is kept by nobody and taken for nothing but what it is', async () => {
  const { send } = fakeApi();
  for (const url of ['/v1/challenges', '/nowhere', '/v1/challenges/%ff', '/healthz', '/openapi.json']) {
    const { headers } = await send({ url });
    assert.equal(headers['cache-control'], 'no-store', url);
    assert.equal(headers['x-content-type-options'], 'nosniff', url);
    assert.match(String(headers['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/);
  }
});

test('a store that is gone is 503 with the time to wait, and an error in the log', async () => {
  const gone = async () => {
    throw new StoreUnavailable('disk full at /var/lib/secret');
  };
  const { send, log } = fakeApi({ readChallenge: gone });
  const response = await send({ url: `/v1/challenges/${ID}` });
  assert.deepEqual(refusalOf(response), [503, 'store_unavailable']);
  assert.match(String(response.headers['retry-after']), /^[1-9]\d*$/);
  assert.ok(!response.body.includes('secret'));
  assert.equal(log.lines[0]?.level, 'error');
});

test('a bug is 500 without a word of it; the log tells where it was, but not what it said', async () => {
  const { send, log } = fakeApi({
    readChallenge: async () => {
      throw new TypeError('cannot read 1980-02-03');
    },
  });
  const response = await send({ url: `/v1/challenges/${ID}` });
  assert.deepEqual(refusalOf(response), [500, 'internal']);
  assert.ok(!response.body.includes('1980'));
  const [line] = log.lines;
  assert.equal(line?.level, 'error');
  assert.equal(line?.fields['error'], 'TypeError');
  assert.equal(problemOf(response).instance, `urn:uuid:${String(line?.fields['request'])}`);
  assert.match(JSON.stringify(line?.fields['at']), /api-server\.test\.ts/);
  assert.ok(!JSON.stringify(log.lines).includes('1980-02-03'));
});

test('the log tells route, status and time of a request, and nothing that it held', async () => {
  const { send, log } = fakeApi();
  await send({ url: `/v1/challenges/${ID}?wait=0&api_key=${KEY}` });
  await send({
    url: `/nowhere/CANARY?x=CANARY`,
    headers: { 'user-agent': 'CANARY', 'x-request-id': 'CANARY' },
  });
  const [known, unknown] = log.lines;
  assert.ok(known !== undefined && unknown !== undefined);
  const { request, ms, ...rest } = known.fields;
  assert.match(String(request), /^[0-9a-f-]{36}$/);
  assert.equal(typeof ms, 'number');
  assert.deepEqual(rest, { side: 'api', method: 'GET', route: '/v1/challenges/:id', status: 200 });
  assert.equal(unknown.fields['route'], 'none');
  assert.ok(!JSON.stringify(log.lines).includes(KEY));
  assert.ok(!JSON.stringify(log.lines).includes('CANARY'));
});

test('probes that are well are counted but not logged', async () => {
  const { send, log } = fakeApi();
  for (const url of ['/healthz', '/readyz', '/metrics']) assert.equal((await send({ url })).statusCode, 200);
  assert.deepEqual(log.lines, []);
});
