import { createServer, type RequestListener } from 'node:http';
import type { TestContext } from 'node:test';

/** A server that answers every request with `listener`, until the test ends. */
export async function served(context: TestContext, listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return new URL(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`);
}
