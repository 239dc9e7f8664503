import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { httpClient } from '../../src/outbound/http-client.ts';
import { witnessClient } from '../../src/outbound/witness-client.ts';
import { WITNESS } from '../domain/audit/witnessed-log.ts';
import { fakeClock } from '../fakes/clock.ts';

const NEVER = new AbortController().signal;

async function asked(
  context: TestContext,
  listener: RequestListener,
  changes: {
    readonly signal?: AbortSignal;
    readonly allowed?: readonly string[];
    readonly wait?: number;
  } = {},
) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const http = httpClient({
    clock: fakeClock(),
    allowedHosts: changes.allowed ?? ['127.0.0.1'],
    timeoutMilliseconds: changes.wait ?? 5000,
  });
  context.after(async () => {
    server.closeAllConnections();
    server.close();
    await http.close();
  });
  // Of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  const client = witnessClient(WITNESS.verifier, `http://127.0.0.1:${port}/under/w`, http);
  return await client.addCheckpoint('old 0\n\nnote\n', changes.signal ?? NEVER);
}

const answering =
  (status: number, body: string): RequestListener =>
  (_request, response) =>
    response.writeHead(status).end(body);

test('the checkpoint is posted under the URL of the witness, and its lines are handed back', async (context) => {
  let seen = '';
  const answer = await asked(context, async (request, response) => {
    for await (const chunk of request) seen += String(chunk);
    seen = `${request.method} ${request.url} ${seen}`;
    response.end('— lines\n');
  });
  assert.equal(seen, 'POST /under/w/add-checkpoint old 0\n\nnote\n');
  assert.deepEqual(answer, { type: 'cosigned', lines: '— lines\n' });
});

test('a size that it knows is read as the protocol has it, and nothing else is taken for one', async (context) => {
  assert.deepEqual(await asked(context, answering(409, '20\n')), { type: 'other_size', size: 20 });
  for (const body of ['20', '', '\n', '020\n', '-1\n', '9007199254740993\n', 'twenty\n']) {
    assert.equal((await asked(context, answering(409, body))).type, 'failed', JSON.stringify(body));
  }
});

test('each refusal is told in words that say what to do', async (context) => {
  for (const [status, words] of [
    [400, /understands nothing/],
    [403, /give its operator the key of today/],
    [404, /give its operator the log's key/],
    [422, /countersign audit verify/],
    [500, /answered 500/],
    [302, /answered 302/],
    [204, /answered 204/],
  ] as const) {
    const answer = await asked(context, answering(status, '<html>'));
    assert.ok(answer.type === 'failed');
    assert.match(answer.error, words);
  }
});

test('one that hangs is given up, and one in a private network is not called', async (context) => {
  const hung = await asked(context, () => undefined, { wait: 50 });
  assert.ok(hung.type === 'failed');
  assert.match(hung.error, /gave no answer within/);
  let calls = 0;
  const guarded = await asked(
    context,
    (_request, response) => {
      calls += 1;
      response.end();
    },
    { allowed: [] },
  );
  assert.ok(guarded.type === 'failed');
  assert.match(guarded.error, /ADDRESS_REFUSED/);
  assert.equal(calls, 0);
});
