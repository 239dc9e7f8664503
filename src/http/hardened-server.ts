import type { IncomingMessage, RequestListener, Server, ServerOptions, ServerResponse } from 'node:http';
import { createSecureServer, type SecureServerOptions } from 'node:http2';
import type { Duplex } from 'node:stream';
import { type SecureContextOptions, Server as TlsServer } from 'node:tls';
import { stopGracefully } from './graceful-stop.ts';
import { guardSessions } from './http2-sessions.ts';
import { codeOfUnreadable, endAfter, endUnreadable, protocolFault, refuse } from './protocol-fault.ts';

// As in protocol-fault.ts.
const { createServer } = process.getBuiltinModule('node:http');

/** A certificate chain and its private key, as PEM; the key fits. */
export type ServerTls = { readonly cert: string; readonly key: string };

export type Arrival = {
  /** For the head alone, and for the whole of the request. */
  readonly milliseconds: number;
  readonly checkEveryMilliseconds: number;
};

/** For the body of a request, and for its line and headers together. */
export const LIMIT_BYTES = 16 * 1024;

const ARRIVAL: Arrival = { milliseconds: 10_000, checkEveryMilliseconds: 1000 };
/** Longer than the idle time of common proxies, so that they and not we close a connection they might just use. */
const KEEP_ALIVE_MILLISECONDS = 72_000;
/** Requests at once on one connection of HTTP/2. */
const MAX_STREAMS = 100;

/**
 * A server that refuses what a proxy and we could read differently, with a 4xx and the end of the connection. Speaks
 * HTTP/1.1, and over TLS HTTP/2 as well; to `handler` both look alike.
 */
export function hardenedServer(
  tls: ServerTls | null,
  arrival: Arrival | undefined,
  handler: RequestListener,
  draining: AbortSignal | null = null,
): Server {
  const limits = arrival ?? ARRIVAL;
  const answers = new Map<Duplex, ServerResponse>();
  const guarded = (request: IncomingMessage, response: ServerResponse) => {
    if (request.httpVersionMajor === 1) remember(answers, request.socket, response);
    const fault = protocolFault(request);
    if (fault === null) handler(request, response);
    else refuse(response, fault);
  };
  const options: ServerOptions = {
    maxHeaderSize: LIMIT_BYTES,
    headersTimeout: limits.milliseconds,
    requestTimeout: limits.milliseconds,
    connectionsCheckingInterval: limits.checkEveryMilliseconds,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    // Asked for by protocolFault, which also says so.
    requireHostHeader: false,
    insecureHTTPParser: false,
  };
  const server = tls === null ? createServer(options, guarded) : secureServer(tls, limits, options, guarded);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const answer = answers.get(socket);
    if (error.code === 'ECONNRESET' || isShakingHands(socket)) socket.destroy();
    // A request that was answered before its body turned out to be broken gets no second answer.
    else if (answer?.headersSent) endAfter(socket, answer);
    else endUnreadable(socket, codeOfUnreadable(error.code));
  });
  server.on('connect', (request: IncomingMessage, other: Duplex | ServerResponse) => {
    // Over HTTP/2 there is an answer here, and no socket that would be ours to write to.
    if (request.httpVersionMajor === 1) endUnreadable(other as Duplex, 'method_not_allowed');
    else guarded(request, other as ServerResponse);
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    refuse(response, { code: 'bad_request', detail: 'Only "Expect: 100-continue" is understood.' });
  });
  stopGracefully(server, answers, draining);
  return server;
}

/** For as long as the connection is open, and in place of the answer before. */
function remember(answers: Map<Duplex, ServerResponse>, socket: Duplex, answer: ServerResponse): void {
  if (!answers.has(socket)) socket.once('close', () => answers.delete(socket));
  answers.set(socket, answer);
}

/** Whether nothing can be written yet: an answer would wait for ever for a handshake that never ends. */
const isShakingHands = (socket: Duplex): boolean =>
  'secureConnecting' in socket && socket.secureConnecting === true;

/** Serves a new certificate from the next handshake on; connections that stand go on. Nothing over plain HTTP. */
export function renewCertificate(server: Server, tls: ServerTls): void {
  if (server instanceof TlsServer) server.setSecureContext(secureContext(tls));
}

const secureContext = ({ cert, key }: ServerTls): SecureContextOptions => ({
  cert,
  key,
  minVersion: 'TLSv1.2',
});

function secureServer(
  tls: ServerTls,
  arrival: Arrival,
  http1Options: ServerOptions,
  guarded: RequestListener,
): Server {
  const options: SecureServerOptions = {
    ...secureContext(tls),
    ...http1Options,
    allowHTTP1: true,
    handshakeTimeout: arrival.milliseconds,
    settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: LIMIT_BYTES, enablePush: false },
  };
  const server = createSecureServer(options);
  const sockets = new Set<Duplex>();
  server.on('secureConnection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  guardSessions(server, {
    arrivalMilliseconds: arrival.milliseconds,
    idleMilliseconds: KEEP_ALIVE_MILLISECONDS,
  });
  const complete = Object.assign(server, {
    closeAllConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  });
  // Node hands out requests of HTTP/2 in the shape of HTTP/1's, and this server has every member of an HTTP/1 server
  // that is used here or by Fastify.
  const alike = complete as unknown as Server;
  alike.on('request', guarded);
  return alike;
}
