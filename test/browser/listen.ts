import { once } from 'node:events';
import type { Server } from 'node:http';

/** What calls back when it ends: a test, or a script. */
export type Closes = { after(close: () => void | Promise<void>): void };

/** Opens a server on a free port of the loopback until `t` ends. @returns its origin. */
export async function listen(t: Closes, server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return `http://127.0.0.1:${address.port}`;
}
