import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { before, type TestContext, test } from 'node:test';
import { type RunningProcess, serving, workingDirectory } from '../cli/command-line.ts';

const KEY = 'key-for-the-tests-of-commands';

/** Sends bytes as they stand, and answers with everything that comes until the service ends the connection. */
async function exchange(url: string, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(bytes);
  return await text(socket);
}

const many = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join('');

const REFUSED: readonly (readonly [what: string, bytes: string, status: number])[] = [
  ['two Host headers', 'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
  ['no Host header', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['an absolute target', 'GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n', 400],
  ['TRACE', 'TRACE / HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['CONNECT', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  [
    'two lengths',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: a\r\n\r\n',
    400,
  ],
  ['a header folded over two lines', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n', 400],
  ['a space before a colon', 'GET / HTTP/1.1\r\nHost : a\r\n\r\n', 400],
  ['a bare line feed in a value', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\nY: b\r\n\r\n', 400],
  ['a null byte', 'GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n', 400],
  [
    'a head of seventeen thousand letters',
    `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`,
    431,
  ],
  [
    'a head of thousands of headers',
    `GET / HTTP/1.1\r\nHost: a\r\n${many(4000, (i) => `X${i}: 1\r\n`)}\r\n`,
    431,
  ],
  ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
];

/** One service for all: what one test leaves behind is there for the next, as in the world. */
let service: RunningProcess;
before(async (context) => {
  // A hook of the file has no context of a test, and ends with the file in the same way.
  const hook = context as TestContext;
  service = await serving(hook, workingDirectory(hook), { LOG_LEVEL: 'error' });
});

test('on either side, what two servers could read differently is refused, and its connection ended', async () => {
  for (const url of [service.apiUrl, service.webUrl]) {
    for (const [what, bytes, status] of REFUSED) {
      const answer = await exchange(url, bytes);
      assert.match(
        answer,
        new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*connection: close`, 'i'),
        `${what} at ${url}`,
      );
      assert.equal(answer.match(/HTTP\/1\.1 \d{3} /g)?.length, 1, `${what}: what follows it is not read`);
      assert.match(answer, /x-content-type-options: nosniff/i, what);
    }
  }
});

test('thousands of requests piled up on one connection are answered in order, none by an error of ours', async () => {
  const count = 2000;
  const pile = many(count, (i) => `GET /unknown-${i} HTTP/1.1\r\nHost: a\r\n\r\n`);
  const last = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  const answers = (await exchange(service.webUrl, pile + last)).match(/^HTTP\/1\.1 \d{3}/gm) ?? [];
  assert.equal(answers.length, count + 1);
  assert.deepEqual([...new Set(answers)].sort(), ['HTTP/1.1 200', 'HTTP/1.1 404']);
});

test('a flood of links that nobody made, from two hundred connections, ends in nothing but refusals', async () => {
  const guesses = many(50, (i) => `GET /${String(i).padStart(22, 'A')} HTTP/1.1\r\nHost: a\r\n\r\n`);
  const last = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  const floods = await Promise.all(
    Array.from({ length: 200 }, () => exchange(service.webUrl, guesses + last)),
  );
  for (const flood of floods) {
    const statuses = flood.match(/^HTTP\/1\.1 (\d{3})/gm) ?? [];
    assert.equal(statuses.filter((status) => status.endsWith('404')).length, 50);
    assert.equal(statuses.length, 51);
  }
  assert.equal((await fetch(`${service.apiUrl}/readyz`)).status, 200);
});

test('a proxy that nobody trusts changes nothing, whatever it claims', async () => {
  for (const header of [
    'X-Forwarded-For: 203.0.113.9',
    'Forwarded: for=203.0.113.9',
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
  ]) {
    const answer = await exchange(
      service.apiUrl,
      `GET /v1/challenges HTTP/1.1\r\nHost: a\r\nX-API-Key: ${KEY}\r\n${header}\r\nConnection: close\r\n\r\n`,
    );
    assert.match(answer, /^HTTP\/1\.1 200 /, header);
    assert.doesNotMatch(answer, /evil\.example|203\.0\.113\.9/);
  }
  assert.doesNotMatch(service.log(), /203\.0\.113\.9/);
});

test('after all of it the service stops as it should', async () => {
  const { status, signal } = await service.stop();
  assert.deepEqual({ status, signal }, { status: 0, signal: null });
});
