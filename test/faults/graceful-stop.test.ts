import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { countersign, LEAST_SETTINGS, serving, workingDirectory } from '../cli/command-line.ts';

const KEY = 'key-for-the-tests-of-commands';
const HEADERS = { 'x-api-key': KEY, 'content-type': 'application/json' };

const bodyFor = (client: string) =>
  JSON.stringify({ client_id: client, facts: { date_of_birth: '1980-02-03' }, ttl_seconds: 60 });

test('what the service has begun when it is told to stop it finishes, and then ends with status 0', async (context) => {
  const service = await serving(context, workingDirectory(context), {});
  const url = `${service.apiUrl}/v1/challenges`;
  const made = await fetch(url, { method: 'POST', headers: HEADERS, body: bodyFor('first') });
  assert.equal(made.status, 201);
  const location = made.headers.get('location') ?? '';
  await made.text();

  // Half of a request is there; the rest comes after the signal.
  const body = bodyFor('second');
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `POST /v1/challenges HTTP/1.1\r\nHost: a\r\nX-API-Key: ${KEY}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 20)}`,
  );
  const waiting = fetch(`${new URL(location, service.apiUrl)}?wait=60`, { headers: HEADERS });
  // Both are under way when the service has answered another request that came after them.
  assert.equal((await fetch(`${service.apiUrl}/healthz`)).status, 200);

  const began = performance.now();
  const ended = service.stop();
  await once(service.child.stderr ?? service.child, 'data');
  socket.write(body.slice(20));
  assert.match(await text(socket), /^HTTP\/1\.1 201 [\s\S]*"status":"pending"/);
  assert.equal((await waiting).status, 200);
  const { status, signal } = await ended;
  assert.deepEqual({ status, signal }, { status: 0, signal: null });
  assert.ok(performance.now() - began < 10_000, 'within ten seconds');
});

test('for as long as it is told to, a service that is to stop says that it is not ready, and serves what still comes', async (context) => {
  const { apiUrl, child, ended } = await serving(context, workingDirectory(context), { DRAIN_SECONDS: '60' });
  const logged = once(child.stderr ?? child, 'data');
  child.kill('SIGTERM');
  await logged;
  assert.equal((await fetch(`${apiUrl}/readyz`)).status, 503);
  const made = await fetch(`${apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: HEADERS,
    body: bodyFor('late'),
  });
  assert.equal(made.status, 201);
  assert.equal(made.headers.get('connection'), 'close');
  // A second word ends it at once.
  child.kill('SIGTERM');
  assert.equal((await ended).signal, 'SIGTERM');
});

test('under load, what it acknowledged before it stopped is there at the next start', async (context) => {
  const directory = workingDirectory(context);
  const service = await serving(context, directory, {});
  const url = `${service.apiUrl}/v1/challenges`;
  const acknowledged: string[] = [];
  let refused = 0;
  const load = Array.from({ length: 8 }, async (_, lane) => {
    for (let nth = 0; refused === 0; nth++) {
      try {
        const body = bodyFor(`client-${lane}-${nth}`);
        const response = await fetch(url, { method: 'POST', headers: HEADERS, body });
        const challenge: unknown = await response.json();
        assert.equal(response.status, 201);
        if (typeof challenge === 'object' && challenge !== null && 'id' in challenge) {
          acknowledged.push(String(challenge.id));
        }
      } catch (error) {
        // The one way for a request to fail: nobody listens any more.
        if (!(error instanceof TypeError)) throw error;
        refused += 1;
      }
      if (acknowledged.length === 200) service.child.kill('SIGTERM');
    }
  });
  await Promise.all(load);
  assert.equal((await service.ended).status, 0);
  assert.ok(acknowledged.length >= 200);

  const again = await serving(context, directory, {});
  for (const id of acknowledged) {
    const found = await fetch(`${again.apiUrl}/v1/challenges/${id}`, { headers: HEADERS });
    assert.equal(found.status, 200, id);
    await found.text();
  }
  await again.stop();
});

test('a second process on the same database is refused in one line, and the first serves on', async (context) => {
  const directory = workingDirectory(context);
  const service = await serving(context, directory, {});
  const { status, complaint, output } = await countersign(directory, LEAST_SETTINGS, 'serve');
  assert.equal(status, 1);
  assert.equal(output, '');
  assert.match(
    complaint,
    /^countersign: Another countersign process already serves .*countersign\.db: stop that one first, .*\n$/,
  );
  assert.equal((await fetch(`${service.apiUrl}/readyz`)).status, 200);
  await service.stop();
  const next = await serving(context, directory, {});
  assert.equal((await next.stop()).status, 0);
});
