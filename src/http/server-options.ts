import { randomUUID } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { codeOfUnreadable, endAfter, endUnreadable, protocolFault, refuse } from './protocol-fault.ts';

/** A certificate chain and its private key, as PEM. */
export type ServerTls = { readonly cert: string; readonly key: string };

export type ServerSettings = {
  /** Null: plain HTTP, for a loopback address or behind a proxy. */
  readonly tls: ServerTls | null;
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed. Empty: nobody's is. */
  readonly trustedProxies: readonly string[];
  /** How long a request may take to arrive, and how often that is looked at. */
  readonly arrival?: Arrival;
};

export type Arrival = {
  /** For the head alone, and for the whole of the request. */
  readonly milliseconds: number;
  readonly checkEveryMilliseconds: number;
};

/** For the body of a request, and for its line and headers together. */
const LIMIT_BYTES = 16 * 1024;

const ARRIVAL: Arrival = { milliseconds: 10_000, checkEveryMilliseconds: 1000 };
/** Longer than the idle time of common proxies, so that they and not we close a connection they might just use. */
const KEEP_ALIVE_MILLISECONDS = 72_000;

/**
 * The Fastify options that both sides share. What a proxy and we could read differently is refused before routing, with
 * a 4xx and the end of the connection: a second Host, an absolute target, TRACE, Transfer-Encoding with Content-Length,
 * heads and bodies above 16 KiB, and what takes more than ten seconds to arrive.
 */
export function serverOptions(settings: ServerSettings) {
  return {
    // Requests are logged by observe-requests.ts, which knows what may not be.
    logger: false,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    trustProxy: settings.trustedProxies.length === 0 ? false : [...settings.trustedProxies],
    bodyLimit: LIMIT_BYTES,
    // While it drains, the service finishes what still reaches it instead of refusing it.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    ajv: {
      customOptions: {
        removeAdditional: false,
        coerceTypes: false,
        useDefaults: false,
        allowUnionTypes: true,
        // Formats are there to be read in the OpenAPI document: what a text must be, its parser decides, and says why not.
        validateFormats: false,
      },
    },
    serverFactory: (handler: RequestListener): Server => hardenedServer(settings, handler),
    // The servers of the factory answer such errors themselves.
    clientErrorHandler: () => undefined,
  } as const;
}

function hardenedServer({ tls, arrival = ARRIVAL }: ServerSettings, handler: RequestListener): Server {
  const options: ServerOptions = {
    maxHeaderSize: LIMIT_BYTES,
    headersTimeout: arrival.milliseconds,
    requestTimeout: arrival.milliseconds,
    connectionsCheckingInterval: arrival.checkEveryMilliseconds,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    // Asked for by protocolFault, which also says so.
    requireHostHeader: false,
    insecureHTTPParser: false,
  };
  const answers = new WeakMap<Duplex, ServerResponse>();
  const guarded = (request: IncomingMessage, response: ServerResponse) => {
    answers.set(request.socket, response);
    const fault = protocolFault(request);
    if (fault === null) handler(request, response);
    else refuse(response, fault);
  };
  const server =
    tls === null
      ? createServer(options, guarded)
      : createTlsServer(
          { ...options, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: arrival.milliseconds },
          guarded,
        );
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const answer = answers.get(socket);
    if (error.code === 'ECONNRESET') socket.destroy();
    // A request that was answered before its body turned out to be broken gets no second answer.
    else if (answer?.headersSent) endAfter(socket, answer);
    else endUnreadable(socket, codeOfUnreadable(error.code));
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    endUnreadable(socket, 'method_not_allowed');
  });
  server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    refuse(response, { code: 'bad_request', detail: 'Only "Expect: 100-continue" is understood.' });
  });
  return server;
}
