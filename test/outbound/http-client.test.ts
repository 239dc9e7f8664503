import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, it } from 'node:test';
import { type HttpClient, httpClient } from '../../src/outbound/http-client.ts';
import { fakeClock } from '../fakes/clock.ts';

const NEVER = new AbortController().signal;

describe('the HTTP client', () => {
  let server: Server | null = null;
  let client: HttpClient | null = null;

  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server === null ? resolve(null) : server.close(resolve)));
    await client?.close();
  });

  const serve = async (listener: RequestListener): Promise<URL> => {
    const listening = createServer(listener);
    server = listening;
    await new Promise<void>((resolve) => void listening.listen(0, '127.0.0.1', resolve));
    // A listening TCP server's address is never a text or null.
    return new URL(`http://127.0.0.1:${(listening.address() as AddressInfo).port}/path?secret=hunter2`);
  };

  const post = (url: URL, signal = NEVER, timeoutMilliseconds?: number) => {
    client = httpClient({
      clock: fakeClock(),
      allowedHosts: ['127.0.0.1'],
      ...(timeoutMilliseconds === undefined ? {} : { timeoutMilliseconds }),
    });
    return client.send({ method: 'POST', url, headers: { accept: 'text/plain' }, body: 'hello' }, signal);
  };

  it('sends what it is given and hands back the answer', async () => {
    let seen = '';
    const url = await serve(async (request, response) => {
      seen = `${request.method} ${request.url} ${request.headers.accept} ${request.headers['user-agent']}`;
      for await (const chunk of request) seen += ` ${chunk}`;
      response.writeHead(503, { 'retry-after': 'Sun, 22 Nov 2026 09:31:00 GMT' }).end('später');
    });
    const answer = await post(url);
    assert.equal(seen, 'POST /path?secret=hunter2 text/plain Countersign hello');
    assert.deepEqual(answer, {
      type: 'answered',
      status: 503,
      retryAfterSeconds: 60,
      body: 'später',
      bytes: Buffer.from('später'),
    });
  });

  it('keeps connections for later calls', async () => {
    const sockets = new Set<Socket>();
    const url = await serve((request, response) => {
      sockets.add(request.socket);
      response.end();
    });
    await post(url);
    for (let call = 0; call < 8; call++) {
      await client?.send({ method: 'POST', url, headers: {}, body: null }, NEVER);
    }
    // A call right after another can find the connection not yet free, and open a second one.
    assert.ok(sockets.size <= 2, `${sockets.size} connections for 9 calls`);
  });

  it('does not follow a redirect', async () => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.writeHead(302, { location: '/elsewhere' }).end();
    });
    const answer = await post(url);
    assert.equal(answer.type === 'answered' && answer.status, 302);
    assert.equal(requests, 1);
  });

  it('reads no more than 16 KiB of an answer without end', async () => {
    const url = await serve((_request, response) => {
      const pour = () => {
        while (response.write('x'.repeat(60_000)));
      };
      response.on('drain', pour);
      pour();
    });
    const answer = await post(url);
    assert.equal(answer.type === 'answered' && answer.body.length, 16 * 1024);
  });

  it('gives up after its time-out, though the answer drips', async () => {
    const url = await serve((_request, response) => void response.write('{'));
    const answer = await post(url, NEVER, 50);
    assert.deepEqual(answer, { type: 'failed', error: `${url.host} gave no answer within 0.05 s.` });
  });

  it('ends at once when it is told to stop, and says so', async () => {
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    const answer = await post(url, stop.signal);
    assert.deepEqual(answer, {
      type: 'failed',
      error: `This service was stopped before ${url.host} answered.`,
    });
  });

  it('does not begin when it was told to stop before', async () => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.end();
    });
    const answer = await post(url, AbortSignal.abort());
    assert.equal(answer.type, 'failed');
    assert.equal(requests, 0);
  });

  const failures: Readonly<Record<string, [RequestListener, RegExp]>> = {
    'a connection that is reset': [
      (request) => void request.socket.resetAndDestroy(),
      /cut the connection before its answer was complete/,
    ],
    'an answer that breaks off': [
      (_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => response.destroy());
      },
      /cut the connection before its answer was complete/,
    ],
    'bytes that are no HTTP': [
      (request) => void request.socket.end('*** nonsense ***\r\n\r\n'),
      /something that is not HTTP/,
    ],
    'headers without end': [
      (_request, response) => void response.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end(),
      /headers that are too long/,
    ],
  };
  for (const [name, [listener, words]] of Object.entries(failures)) {
    it(`tells of ${name} in plain words, without the query`, async () => {
      const answer = await post(await serve(listener));
      assert.equal(answer.type, 'failed');
      assert.match(answer.error, words);
      assert.doesNotMatch(answer.error, /hunter2|secret/);
    });
  }

  it('tells of a port where nobody listens', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    server = null;
    const answer = await post(url);
    assert.deepEqual(answer, { type: 'failed', error: `${url.host} refused the connection (ECONNREFUSED).` });
  });

  it('trusts no certificate that it cannot check', async () => {
    const url = await serve(() => undefined);
    url.protocol = 'https:';
    const answer = await post(url);
    assert.equal(answer.type, 'failed');
    assert.match(answer.error, /No trustworthy TLS connection/);
  });
});
