import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { inject } from '../requests.ts';
import { fakeApi, problemOf, refusalOf } from './fake-api.ts';

test('the process is alive whatever the store does', async () => {
  const { app } = fakeApi({ pingStore: () => Promise.reject(new StoreUnavailable('gone')) });
  const response = await inject(app, { url: '/healthz' });
  assert.deepEqual([response.statusCode, response.json()], [200, { status: 'ok' }]);
});

test('it is ready while the store answers', async () => {
  const { app } = fakeApi();
  const response = await inject(app, { url: '/readyz' });
  assert.deepEqual([response.statusCode, response.json()], [200, { status: 'ready' }]);
});

test('it is not ready while the store fails, nor once it drains', async () => {
  const broken = fakeApi({ pingStore: () => Promise.reject(new StoreUnavailable('gone')) });
  const response = await inject(broken.app, { url: '/readyz' });
  assert.deepEqual(refusalOf(response), [503, 'not_ready']);
  assert.match(problemOf(response).detail, /store does not answer/);
  assert.match(String(response.headers['retry-after']), /^[1-9]\d*$/);

  const leaving = fakeApi();
  leaving.drain();
  const second = await inject(leaving.app, { url: '/readyz' });
  assert.match(problemOf(second).detail, /shutting down/);
  assert.equal((await inject(leaving.app, { url: '/healthz' })).statusCode, 200);
});

test('a store that hangs is not ready after two seconds, and is not asked again meanwhile', async (t) => {
  let asked = 0;
  const begun = Promise.withResolvers<void>();
  const { app } = fakeApi({
    pingStore: () => {
      asked += 1;
      begun.resolve();
      return new Promise(() => undefined);
    },
  });
  await inject(app, { url: '/healthz' });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const answers = [inject(app, { url: '/readyz' }), inject(app, { url: '/readyz' })];
  await begun.promise;
  t.mock.timers.tick(2000);
  for (const answer of await Promise.all(answers)) assert.deepEqual(refusalOf(answer), [503, 'not_ready']);
  assert.equal(asked, 1);
});

test('the figures count requests by route pattern, not by path', async () => {
  const { send } = fakeApi();
  await send({ url: '/v1/challenges/chl_secret?wait=0' });
  const response = await send({ url: '/metrics' });
  assert.match(String(response.headers['content-type']), /^text\/plain/);
  assert.match(
    response.body,
    /countersign_http_requests_total\{side="api",method="GET",route="\/v1\/challenges\/:id",status="404"\} 1/,
  );
  assert.ok(!response.body.includes('chl_secret'));
});
