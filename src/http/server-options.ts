import { randomUUID } from 'node:crypto';
import type { RequestListener, Server } from 'node:http';
import { type Arrival, hardenedServer, LIMIT_BYTES, type ServerTls } from './hardened-server.ts';
import { lazyCompilers } from './lazy-compilers.ts';

export type ServerSettings = {
  /** Null: plain HTTP, for a loopback address or behind a proxy. */
  readonly tls: ServerTls | null;
  /** Addresses and CIDR ranges whose `X-Forwarded-For` is believed. Empty: nobody's is. */
  readonly trustedProxies: readonly string[];
  /** How long a request may take to arrive, and how often that is looked at. */
  readonly arrival?: Arrival;
  /** Aborted once the service is about to stop; connections are then kept for no further request. */
  readonly draining?: AbortSignal;
};

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
    schemaController: { compilersFactory: lazyCompilers },
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
    serverFactory: (handler: RequestListener): Server =>
      hardenedServer(settings.tls, settings.arrival, handler, settings.draining),
    // The servers of the factory answer such errors themselves.
    clientErrorHandler: () => undefined,
  } as const;
}
