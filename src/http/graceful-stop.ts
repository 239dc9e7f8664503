import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { ServerHttp2Session } from 'node:http2';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long a connection without a request stays open once nobody can connect any more: its request may be on its way. */
const LINGER_MILLISECONDS = 300;
/** How often connections are then looked at that have become idle since. */
const LOOK_MILLISECONDS = 100;
/** Turns of the event loop without a new connection after which none waits to be accepted; one is taken in each turn. */
const QUIET_TURNS = 3;
/** A server that is never quiet stops all the same. */
const LONGEST_WAIT_MILLISECONDS = 500;

/**
 * Makes `server.close()` fail no request that a client or a proxy has already sent, or is just sending:
 *
 * - Connections that the system has set up, and that wait to be accepted, are accepted before the port is closed: the
 *   system would reset them, and a proxy does not send a POST a second time.
 * - Connections that were not used yet, or are kept for a next request, stay open for a moment more. Node by itself
 *   destroys them at once, with what is on its way.
 * - The newest answer of each connection, and every one from then on, is its last, and says so (`Connection: close`,
 *   RFC 9112 section 9.6). Answers before it, to requests that were sent at once, are not: what follows them would be lost.
 *
 * @param answers the newest one of each open connection of HTTP/1; HTTP/2 says the like for a whole connection, by itself.
 * @param draining when aborted, answers already are the last of their connections, though others are still taken.
 */
export function stopGracefully(
  server: Server,
  answers: ReadonlyMap<Duplex, ServerResponse>,
  draining: AbortSignal | null,
): void {
  const close = server.close.bind(server);
  const closeIdleConnections = server.closeIdleConnections.bind(server);
  let stopping = false;
  const lastAnswers = (): void => {
    stopping = true;
    for (const response of answers.values()) response.shouldKeepAlive = false;
  };
  draining?.addEventListener('abort', lastAnswers, { once: true });

  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (stopping && request.httpVersionMajor === 1) response.shouldKeepAlive = false;
  });
  server.on('session', (session: ServerHttp2Session) => {
    if (stopping) setTimeout(() => session.close(), LINGER_MILLISECONDS).unref();
  });
  // Called by Node and by Fastify at the beginning of a stop, which is too early.
  server.closeIdleConnections = () => undefined;
  server.close = (done) => {
    lastAnswers();
    void untilNobodyWaits(server).then(() => {
      close(done);
      const begin = performance.now();
      const look = setInterval(() => {
        // Not at once: what has arrived meanwhile is read first.
        if (performance.now() - begin >= LINGER_MILLISECONDS) setImmediate(closeIdleConnections);
      }, LOOK_MILLISECONDS);
      server.once('close', () => clearInterval(look));
    });
    return server;
  };
}

async function untilNobodyWaits(server: Server): Promise<void> {
  let arrived = false;
  const note = (): void => {
    arrived = true;
  };
  server.on('connection', note);
  const until = performance.now() + LONGEST_WAIT_MILLISECONDS;
  for (let quiet = 0; quiet < QUIET_TURNS && performance.now() < until; quiet = arrived ? 0 : quiet + 1) {
    arrived = false;
    await nextTurn();
  }
  server.off('connection', note);
}
