import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import fastify, { type FastifyInstance } from 'fastify';
import { serverOptions } from '../../src/http/server-options.ts';
import { inject, listen } from './requests.ts';

let app: FastifyInstance;
let port: number;

before(async () => {
  // Short, so that the tests of slow requests wait little; nothing else here comes near it.
  const arrival = { milliseconds: 400, checkEveryMilliseconds: 50 };
  app = fastify(serverOptions({ tls: null, trustedProxies: [], arrival }));
  app.all('/*', async (request) => ({ method: request.method, ip: request.ip, body: request.body ?? null }));
  port = await listen(app);
});

after(() => app.close());

/** Everything the server sends until it closes the connection. */
function exchange(...writes: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      received += text;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    for (const text of writes) socket.write(text);
  });
}

async function refusal(...writes: readonly string[]): Promise<{ status: number; code: string }> {
  const [head = '', body = ''] = (await exchange(...writes)).split('\r\n\r\n');
  assert.match(head, /content-type: application\/problem\+json/i);
  assert.match(head, /connection: close/i);
  const problem: unknown = JSON.parse(body);
  assert.ok(typeof problem === 'object' && problem !== null && 'code' in problem);
  return { status: Number(head.split(' ')[1]), code: String(problem.code) };
}

const get = (headers: string, target = '/') => `GET ${target} HTTP/1.1\r\n${headers}\r\n`;
const post = (headers: string, body = '') => `POST / HTTP/1.1\r\nHost: a\r\n${headers}\r\n${body}`;
const BAD_REQUEST = { status: 400, code: 'bad_request' };

test('an ordinary request is served', async () => {
  const answer = await exchange(get('Host: a\r\nConnection: close\r\n'));
  assert.match(answer, /^HTTP\/1\.1 200 /);
});

test('a request with two Host headers is refused and its connection closed', async () => {
  assert.deepEqual(await refusal(get('Host: a\r\nHost: b\r\n')), BAD_REQUEST);
  assert.deepEqual(await refusal(get('Host: a\r\nhOST: a\r\n')), BAD_REQUEST);
});

test('a request without a Host header is refused, but for HTTP/1.0', async () => {
  assert.deepEqual(await refusal(get('')), BAD_REQUEST);
  assert.match(await exchange('GET / HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 /);
});

test('a target that is no path is refused', async () => {
  assert.deepEqual(await refusal(get('Host: a\r\n', 'http://a/')), BAD_REQUEST);
  assert.deepEqual(await refusal('OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n'), BAD_REQUEST);
});

test('TRACE and CONNECT are refused, and the methods there are named', async () => {
  const trace = await exchange('TRACE / HTTP/1.1\r\nHost: a\r\n\r\n');
  assert.match(trace, /^HTTP\/1\.1 405 /);
  assert.match(trace, /\r\nallow: GET, HEAD, POST\r\n/i);
  assert.deepEqual(await refusal('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'), {
    status: 405,
    code: 'method_not_allowed',
  });
});

test('two ways of telling the length of a body are refused, whichever comes first', async () => {
  assert.deepEqual(
    await refusal(post('Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', '0\r\n\r\n')),
    BAD_REQUEST,
  );
  assert.deepEqual(
    await refusal(post('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')),
    BAD_REQUEST,
  );
  assert.deepEqual(await refusal(post('Content-Length: 5\r\nContent-Length: 6\r\n', 'hello')), BAD_REQUEST);
});

test('a transfer coding other than chunked is refused', async () => {
  assert.deepEqual(await refusal(post('Transfer-Encoding: gzip\r\n')), BAD_REQUEST);
  assert.deepEqual(
    await refusal('POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'),
    BAD_REQUEST,
  );
});

test('an expectation other than 100-continue is refused', async () => {
  assert.deepEqual(await refusal(get('Host: a\r\nExpect: tea\r\n')), BAD_REQUEST);
});

test('bytes that are no HTTP are refused', async () => {
  assert.deepEqual(await refusal('\u0016\u0003\u0001\u0000\r\n\r\n'), BAD_REQUEST);
  assert.deepEqual(await refusal('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), BAD_REQUEST);
});

test('a head above 16 KiB is refused, be it headers or the target', async () => {
  const tooLarge = { status: 431, code: 'header_fields_too_large' };
  const letters = 'a'.repeat(17_000);
  assert.deepEqual(await refusal(get(`Host: a\r\nX-Long: ${letters}\r\n`)), tooLarge);
  assert.deepEqual(await refusal(get('Host: a\r\n', `/${letters}`)), tooLarge);
});

test('a body above 16 KiB is refused and its connection closed, announced or not', async () => {
  const json = 'Content-Type: application/json\r\n';
  assert.match(
    await exchange(post(`${json}Content-Length: 16385\r\n`)),
    /^HTTP\/1\.1 413 [\s\S]*connection: close/i,
  );
  const chunk = `4001\r\n${'1'.repeat(0x4001)}\r\n`;
  assert.match(
    await exchange(post(`${json}Transfer-Encoding: chunked\r\n`, chunk)),
    /^HTTP\/1\.1 413 [\s\S]*connection: close/i,
  );
});

test('a head or a body that does not arrive in time is answered 408 and its connection closed', async () => {
  const tooSlow = { status: 408, code: 'request_timeout' };
  assert.deepEqual(await refusal('GET / HTTP/1.1\r\nHost: a\r\n'), tooSlow);
  assert.deepEqual(
    await refusal(post('Content-Type: application/json\r\nContent-Length: 9\r\n', '{"a"')),
    tooSlow,
  );
});

test('a connection on which nothing is sent is closed', async () => {
  assert.match(await exchange(), /^HTTP\/1\.1 408 /);
});

test('X-Forwarded-For counts for nothing unless a proxy is trusted', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.7, 10.0.0.9' };
  const fromProxy = { url: '/', remoteAddress: '10.0.0.1', headers };
  const doubting = fastify(serverOptions({ tls: null, trustedProxies: [] }));
  const trusting = fastify(serverOptions({ tls: null, trustedProxies: ['10.0.0.0/8'] }));
  for (const server of [doubting, trusting]) server.get('/', async (request) => request.ip);
  assert.equal((await inject(doubting, fromProxy)).body, '10.0.0.1');
  assert.equal((await inject(trusting, fromProxy)).body, '203.0.113.7');
  assert.equal((await inject(trusting, { ...fromProxy, remoteAddress: '192.0.2.1' })).body, '192.0.2.1');
  await doubting.close();
  await trusting.close();
});
