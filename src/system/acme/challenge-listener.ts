import { createServer, type Server, type ServerResponse } from 'node:http';

const PATH = /^\/\.well-known\/acme-challenge\/([A-Za-z0-9_-]{16,256})$/;
const ARRIVAL_MILLISECONDS = 5000;

/** Answers a certificate authority that looks whether a name is ours, and nothing else to anybody else. */
export type ChallengeListener = { close(): Promise<void> };

/**
 * Listens for the look-ups of http-01 (RFC 8555 section 8.3).
 * Rejects where the port is taken (`EADDRINUSE`) or may not be opened (`EACCES`).
 * @param answer the key authorization that is to be found now, which begins with its token; null for none.
 */
export async function listenForChallenges(
  host: string,
  port: number,
  answer: () => Promise<string | null>,
): Promise<ChallengeListener> {
  const answerNow = oneForAll(answer);
  const server = createServer(
    {
      maxHeaderSize: 8192,
      headersTimeout: ARRIVAL_MILLISECONDS,
      requestTimeout: ARRIVAL_MILLISECONDS,
      connectionsCheckingInterval: 1000,
      keepAlive: false,
    },
    (request, response) => {
      const [, token] = PATH.exec(request.url ?? '') ?? [];
      if (token === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) {
        say(response, 404, 'Nothing is served here.\n');
        return;
      }
      answerNow().then(
        (content) =>
          content?.startsWith(`${token}.`)
            ? say(response, 200, content)
            : say(response, 404, 'Nothing is served here.\n'),
        () => say(response, 503, 'This cannot be looked up now.\n'),
      );
    },
  );
  await listening(server, host, port);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function say(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(text);
}

/**
 * Anybody may ask: however many do, there is one read at a time, and one after it for all who came meanwhile. Nobody
 * is told what was read before they asked, since an answer may have come in between.
 */
function oneForAll<T>(read: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | null = null;
  return () => {
    next ??= running.then(() => {
      next = null;
      const reading = read();
      running = reading.catch(() => null);
      return reading;
    });
    return next;
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
