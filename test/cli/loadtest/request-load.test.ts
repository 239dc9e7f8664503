import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type TestContext, test } from 'node:test';
import { loadWithRequests, type RequestLoad } from '../../../src/cli/loadtest/request-load.ts';
import { freePort } from '../../../src/system/free-port.ts';

async function serving(
  context: TestContext,
  handle: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> {
  const server = createServer(handle);
  const port = await freePort('127.0.0.1');
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}`;
}

const load = (origin: string, changes: Partial<RequestLoad> = {}) =>
  loadWithRequests({
    origin,
    method: 'GET',
    headers: {},
    request: (nth) => ({ path: `/${nth}` }),
    requests: 50,
    connections: 7,
    expected: 200,
    stopped: new AbortController().signal,
    progress: () => undefined,
    ...changes,
  });

test('so many requests are sent, each the next one, with its method, headers and body', async (t) => {
  const seen: string[] = [];
  const origin = await serving(t, (request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${request.headers['x-load']} ${body}`);
      response.writeHead(201).end();
    });
  });
  const told: number[] = [];
  const { tally, seconds } = await load(origin, {
    method: 'POST',
    headers: { 'x-load': 'test' },
    request: (nth) => ({ path: `/${nth}`, body: `body ${nth}` }),
    expected: 201,
    progress: (succeeded) => told.push(succeeded),
  });
  assert.deepEqual([tally.succeeded, tally.failed], [50, 0]);
  const expected = Array.from({ length: 50 }, (_, nth) => `POST /${nth + 1} test body ${nth + 1}`);
  assert.deepEqual(seen.toSorted(), expected.toSorted());
  assert.deepEqual(
    told,
    Array.from({ length: 50 }, (_, nth) => nth + 1),
  );
  assert.ok(seconds > 0);
});

test('every other status is an error of that name', async (t) => {
  let nth = 0;
  const origin = await serving(t, (_request, response) => {
    response.writeHead(++nth % 5 === 0 ? 429 : 200).end();
  });
  const { tally } = await load(origin);
  assert.equal(tally.succeeded, 40);
  assert.deepEqual(tally.failures, [['status 429', 10]]);
});

test('a service that is down is an error for every request, and ends the test at once', async () => {
  const { tally } = await load(`http://127.0.0.1:${await freePort('127.0.0.1')}`);
  assert.deepEqual(tally.failures, [['ECONNREFUSED', 50]]);
});

test('what a service cuts off instead of answering is counted', async (t) => {
  let nth = 0;
  const origin = await serving(t, (request, response) => {
    if (++nth === 10) request.socket.end();
    else response.end();
  });
  const { tally } = await load(origin, { connections: 1 });
  assert.deepEqual([tally.succeeded, tally.failures], [49, [['cut off', 1]]]);
});

test('told to stop, it ends and counts what it did not send', async (t) => {
  const stop = new AbortController();
  const origin = await serving(t, (_request, response) => response.end());
  const { tally } = await load(origin, {
    requests: 1_000_000,
    stopped: stop.signal,
    progress: () => stop.abort(),
  });
  assert.ok(tally.succeeded > 0);
  assert.equal(tally.succeeded + tally.failed, 1_000_000);
});
