import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import fastify, { type FastifyInstance } from 'fastify';
import type { ServerTls } from '../../src/http/hardened-server.ts';
import { serverOptions } from '../../src/http/server-options.ts';
import { systemClock } from '../../src/system/clock.ts';
import { selfSigned } from '../../src/system/tls/self-signed.ts';
import { listen } from './requests.ts';

const HOST = '127.0.0.1';
const ASK = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
const LAST_ANSWER = /^HTTP\/1\.1 200 (?=[\s\S]*\r\nconnection: close\r\n)[\s\S]*\r\n\r\nserved$/i;
const certificate = await selfSigned(['localhost'], systemClock.now());

async function serve(
  tls: ServerTls | null,
  before: () => Promise<void> = async () => undefined,
  draining = new AbortController().signal,
): Promise<{ readonly app: FastifyInstance; readonly port: number }> {
  const app = fastify(serverOptions({ tls, trustedProxies: [], draining }));
  app.get('/', async () => {
    await before();
    return 'served';
  });
  return { app, port: await listen(app) };
}

const SIDES = [
  {
    over: 'plain HTTP',
    tls: null,
    open: async (port: number): Promise<Socket> => {
      const socket = connectTcp(port, HOST);
      await once(socket, 'connect');
      return socket;
    },
  },
  {
    over: 'TLS',
    tls: certificate,
    open: async (port: number): Promise<Socket> => {
      const socket = connectTls({ host: HOST, port, ca: certificate.cert, servername: 'localhost' });
      await once(socket, 'secureConnect');
      return socket;
    },
  },
] as const;

for (const { over, tls, open } of SIDES) {
  test(`over ${over}, a connection on which nothing was asked yet is answered once more after the stop`, async () => {
    const { app, port } = await serve(tls);
    const accepted = once(app.server, tls === null ? 'connection' : 'secureConnection');
    const socket = await open(port);
    await accepted;
    const closed = app.close();
    await untilPortIsClosed(app);
    socket.write(ASK);
    assert.match(await text(socket), LAST_ANSWER);
    await closed;
  });

  test(`over ${over}, a connection that was kept for a next request is answered once more after the stop`, async () => {
    const { app, port } = await serve(tls);
    const socket = await open(port);
    socket.write(ASK);
    const [first] = await once(socket, 'data');
    assert.match(String(first), /\r\nconnection: keep-alive\r\n/i);
    const closed = app.close();
    await untilPortIsClosed(app);
    socket.write(ASK);
    assert.match(await text(socket), LAST_ANSWER);
    await closed;
  });

  test(`over ${over}, an answer under way at the stop is finished and the last of its connection`, async () => {
    const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { app, port } = await serve(tls, async () => {
      asked.resolve();
      await answer.promise;
    });
    const socket = await open(port);
    socket.write(ASK);
    await asked.promise;
    const closed = app.close();
    await untilPortIsClosed(app);
    answer.resolve();
    assert.match(await text(socket), LAST_ANSWER);
    await closed;
  });

  test(`over ${over}, of requests that were sent at once every one is answered, and the last answer is the last of its connection`, async () => {
    const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let requests = 0;
    const { app, port } = await serve(tls, async () => {
      if (++requests === 2) asked.resolve();
      await answer.promise;
    });
    const socket = await open(port);
    socket.write(ASK + ASK);
    await asked.promise;
    const closed = app.close();
    await untilPortIsClosed(app);
    answer.resolve();
    const [first = '', last = ''] = (await text(socket)).split('served', 2);
    assert.match(first, /^HTTP\/1\.1 200 (?![\s\S]*\r\nconnection: close\r\n)/i);
    assert.match(`${last}served`, LAST_ANSWER);
    await closed;
  });

  test(`over ${over}, connections on which nothing is asked do not hold up the stop`, async () => {
    const { app, port } = await serve(tls);
    const socket = await open(port);
    const ended = once(socket.resume(), 'close');
    await app.close();
    await ended;
  });
}

test('connections that the system has set up, and that wait to be accepted, are answered before the port is closed', async () => {
  const { app, port } = await serve(null);
  // For an address, the system sets the connection up within the call; this process accepts none before its next turn.
  const sockets = Array.from({ length: 50 }, () => connectTcp(port, HOST));
  for (const socket of sockets) socket.write(ASK);
  const closed = app.close();
  for (const answer of await Promise.all(sockets.map((socket) => text(socket)))) {
    assert.match(answer, LAST_ANSWER);
  }
  await closed;
});

test('a service that is about to stop answers on new connections, and keeps none', async () => {
  const draining = new AbortController();
  const { app, port } = await serve(null, undefined, draining.signal);
  const before = connectTcp(port, HOST);
  await once(before, 'connect');
  draining.abort();
  const later = connectTcp(port, HOST);
  for (const socket of [before, later]) {
    socket.write(ASK);
    assert.match(await text(socket), LAST_ANSWER);
  }
  await app.close();
});

async function untilPortIsClosed(app: FastifyInstance): Promise<void> {
  while (app.server.listening) await nextTurn();
}
