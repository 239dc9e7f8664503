import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect as connectHttp2,
  constants,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { connect as connectTcp } from 'node:net';
import { after, before, type TestContext, test } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import fastify, { type FastifyInstance } from 'fastify';
import { renewCertificate } from '../../src/http/hardened-server.ts';
import { serverOptions } from '../../src/http/server-options.ts';
import { systemClock } from '../../src/system/clock.ts';
import { selfSigned } from '../../src/system/tls/self-signed.ts';
import { listen } from './requests.ts';

const HOST = '127.0.0.1';
const first = await selfSigned(['localhost', HOST], systemClock.now());
// Told from the first by its name, under which both are looked up among those trusted.
const second = await selfSigned(['second.test', 'localhost', HOST], systemClock.now());

let app: FastifyInstance;
let port: number;

async function serve(
  preHandler: () => Promise<void> = async () => undefined,
): Promise<{ readonly app: FastifyInstance; readonly port: number }> {
  const arrival = { milliseconds: 400, checkEveryMilliseconds: 50 };
  const server = fastify(serverOptions({ tls: first, trustedProxies: [], arrival }));
  server.addHook('preHandler', preHandler);
  server.all('/*', async ({ method, ip, body, raw }) => ({
    method,
    ip,
    body: body ?? null,
    version: raw.httpVersion,
  }));
  return { app: server, port: await listen(server) };
}

before(async () => {
  ({ app, port } = await serve());
});

after(() => app.close());

const trusting = { ca: [first.cert, second.cert], servername: 'localhost' };

async function http1Socket(options: object = {}): Promise<TLSSocket> {
  const socket = connectTls({ host: HOST, port, ...trusting, ...options });
  await once(socket, 'secureConnect');
  return socket;
}

/** Everything that the server sends over TLS until it closes the connection. */
async function exchange(text: string, options: object = {}): Promise<string> {
  const socket = await http1Socket(options);
  socket.setEncoding('utf8').write(text);
  let received = '';
  for await (const chunk of socket) received += String(chunk);
  return received;
}

async function session(context: TestContext, at = port): Promise<ClientHttp2Session> {
  const client = connectHttp2(`https://${HOST}:${at}`, trusting);
  context.after(() => client.destroy());
  // A server that ends the connection is what some of these tests wait for.
  client.on('error', () => undefined);
  await once(client, 'connect');
  return client;
}

type Answer = { readonly status: number | null; readonly body: string; readonly reset: number };

async function request(
  client: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body: string | null = '',
): Promise<Answer> {
  const stream = client.request(headers, { endStream: body === '' });
  // How a stream ended is looked at below.
  stream.on('error', () => undefined);
  let status: number | null = null;
  stream.on('response', (head) => {
    status = head[':status'] ?? null;
  });
  let text = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  if (body === null) stream.write('{');
  else if (body !== '') stream.end(body);
  await new Promise((resolve) => stream.once('close', resolve));
  return { status, body: text, reset: stream.rstCode };
}

test('over TLS both HTTP/2 and HTTP/1.1 are spoken, by what the client offers', async (context) => {
  const answer = await request(await session(context), { ':path': '/a' });
  assert.deepEqual(JSON.parse(answer.body), { method: 'GET', ip: HOST, body: null, version: '2.0' });
  const text = await exchange('GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(text, /^HTTP\/1\.1 200 [\s\S]*"version":"1\.1"/);
  const named = await http1Socket({ ALPNProtocols: ['http/1.1'] });
  assert.equal(named.alpnProtocol, 'http/1.1');
  named.destroy();
});

test('nothing older than TLS 1.2 is spoken, and sessions are resumed by ticket', async () => {
  const old = connectTls({
    host: HOST,
    port,
    ...trusting,
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  const [error]: Error[] = await once(old, 'error');
  assert.match(String(error?.message), /version|unsupported/i);

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const socket = connectTls({ host: HOST, port, ...trusting, maxVersion });
    const [ticket]: Buffer[] = await once(socket, 'session');
    socket.destroy();
    const resumed = await http1Socket({ maxVersion, session: ticket });
    assert.equal(resumed.isSessionReused(), true, maxVersion);
    resumed.destroy();
  }
});

test('what HTTP/1.1 refuses in the clear it refuses over TLS', async () => {
  for (const [text, status] of [
    ['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n', 400],
    ['TRACE / HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    ['CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    ['POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`, 431],
    ['GET / HTTP/1.1\r\nHost: a\r\n', 408],
  ] as const) {
    const answer = await exchange(text);
    assert.match(
      answer,
      new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*connection: close`, 'i'),
      text.slice(0, 80),
    );
  }
});

test('a request of HTTP/2 that should not be routed is refused, and the connection goes on', async (context) => {
  const client = await session(context);
  for (const [headers, status] of [
    [{ ':method': 'TRACE', ':path': '/' }, 405],
    [{ ':method': 'CONNECT', ':authority': 'a:1' }, 405],
    [{ ':path': 'a' }, 400],
    [{ ':path': '/', ':authority': 'a', host: 'b' }, 400],
    [{ ':path': '/', expect: 'tea' }, 400],
  ] as const) {
    const answer = await request(client, headers);
    assert.equal(
      answer.status ?? 'reset',
      answer.status === null ? 'reset' : status,
      JSON.stringify(headers),
    );
  }
  assert.equal((await request(client, { ':path': '/' })).status, 200);
});

test('heads above 16 KiB and bodies above 16 KiB are refused over HTTP/2', async (context) => {
  const client = await session(context);
  const long = await request(client, { ':path': '/', 'x-long': 'a'.repeat(17_000) });
  assert.equal(long.status, 431);
  const body = await request(
    await session(context),
    { ':method': 'POST', ':path': '/', 'content-type': 'application/json' },
    `"${'a'.repeat(17_000)}"`,
  );
  assert.equal(body.status, 413);
});

test('a body that does not arrive over HTTP/2 ends its request, and no other', async (context) => {
  const client = await session(context);
  const late = request(client, { ':method': 'POST', ':path': '/', 'content-type': 'application/json' }, null);
  assert.equal((await request(client, { ':path': '/' })).status, 200);
  assert.equal((await late).reset, constants.NGHTTP2_CANCEL);
  assert.equal((await request(client, { ':path': '/' })).status, 200);
});

test('a client that chooses HTTP/2 and then says nothing is cut off', async () => {
  const socket = await http1Socket({ ALPNProtocols: ['h2'] });
  socket.resume();
  await once(socket, 'close');
});

test('a client that never ends its handshake is cut off', async () => {
  const socket = connectTcp(port, HOST);
  socket.resume();
  await once(socket, 'close');
});

test('a flood of streams that are reset at once ends the connection, and not the service', async (context) => {
  const client = await session(context);
  const closed = new Promise((resolve) => client.once('close', resolve));
  const flood = setInterval(() => {
    for (let count = 0; count < 500 && !client.closed && !client.destroyed; count++) {
      const stream = client.request({ ':path': '/' });
      stream.on('error', () => undefined);
      stream.close(constants.NGHTTP2_CANCEL);
    }
  }, 5);
  await closed;
  clearInterval(flood);
  assert.equal((await request(await session(context), { ':path': '/' })).status, 200);
});

test('a renewed certificate is served from the next handshake on, and connections that stand go on', async (context) => {
  const own = await serve();
  context.after(() => own.app.close());
  const standing = await session(context, own.port);
  const fingerprintOf = async () => {
    const socket = connectTls({ host: HOST, port: own.port, ...trusting });
    await once(socket, 'secureConnect');
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  };
  const before = await fingerprintOf();
  renewCertificate(own.app.server, second);
  assert.notEqual(await fingerprintOf(), before);
  assert.equal((await request(standing, { ':path': '/' })).status, 200);
});

test('a server that closes lets a request of HTTP/2 end, and takes no more', async (context) => {
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const own = await serve(async () => {
    begun.resolve();
    await finish.promise;
  });
  const client = await session(context, own.port);
  const answer = request(client, { ':path': '/slow' });
  await begun.promise;
  const closed = own.app.close();
  finish.resolve();
  assert.equal((await answer).status, 200);
  await closed;
  assert.equal(client.closed || client.destroyed, true);
});
