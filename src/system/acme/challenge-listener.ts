import { createServer, type Server } from 'node:http';

const PREFIX = '/.well-known/acme-challenge/';
const ARRIVAL_MILLISECONDS = 5000;

/** Answers a certificate authority that looks whether a name is ours, and nothing else to anybody else. */
export type ChallengeListener = {
  show(token: string, content: string): void;
  close(): Promise<void>;
};

/**
 * Listens for the look-ups of http-01 (RFC 8555 section 8.3), for as long as one certificate is being ordered.
 * Rejects where the port is taken (`EADDRINUSE`) or may not be opened (`EACCES`).
 */
export async function listenForChallenges(host: string, port: number): Promise<ChallengeListener> {
  const shown = new Map<string, string>();
  const server = createServer(
    {
      maxHeaderSize: 8192,
      headersTimeout: ARRIVAL_MILLISECONDS,
      requestTimeout: ARRIVAL_MILLISECONDS,
      connectionsCheckingInterval: 1000,
      keepAlive: false,
    },
    (request, response) => {
      const path = request.url ?? '';
      const content = path.startsWith(PREFIX) ? shown.get(path.slice(PREFIX.length)) : undefined;
      const found = content !== undefined && (request.method === 'GET' || request.method === 'HEAD');
      response.writeHead(found ? 200 : 404, {
        'content-type': 'text/plain; charset=utf-8',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        connection: 'close',
      });
      response.end(found ? content : 'Nothing is served here.\n');
    },
  );
  await listening(server, host, port);
  return {
    show: (token, content) => shown.set(token, content),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
}
