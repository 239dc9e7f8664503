import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One send that Chatfuel would have got. */
export type Heard = {
  readonly client: string;
  readonly challenge: string;
  /** Milliseconds since 1970. */
  readonly at: number;
};

export type Platform = { readonly url: string; close(): Promise<void> };

const ANSWER = JSON.stringify({ result: 'ok', success: true });
const HEADERS = { 'content-type': 'application/json', 'content-length': ANSWER.length };

const CLIENT = /\/users\/([^/]+)\/send\?/;
const CHALLENGE = /[?&]verification_id=([^&]+)/;

/**
 * Takes every send as fast as it can: the least that a stand-in for Chatfuel must do, so that the service is measured
 * and not the stand-in.
 * @param onHeard called for each send, before it is answered.
 */
export async function startPlatform(onHeard: (heard: Heard) => void): Promise<Platform> {
  const server = createServer((request, response) => {
    const target = request.url ?? '';
    request.resume();
    onHeard({
      client: CLIENT.exec(target)?.[1] ?? '',
      challenge: CHALLENGE.exec(target)?.[1] ?? '',
      at: Date.now(),
    });
    response.writeHead(200, HEADERS).end(ANSWER);
  });
  // Kept for as long as the service keeps them.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // Bound to an address and not to a pipe.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
