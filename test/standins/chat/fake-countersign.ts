import { createServer, type IncomingMessage } from 'node:http';
import type { TestContext } from 'node:test';

export type FakeCountersign = {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
  /** What `/generate_dynamic_page` answers from now on; a link unless told otherwise. */
  answer: { readonly status: number; readonly body: unknown };
};

/** What a bot sees of the service, and one page that stands behind every link. Ends with the test. */
export async function startFakeCountersign(context: TestContext): Promise<FakeCountersign> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    if (request.url?.startsWith('/generate_dynamic_page?')) {
      response.writeHead(fake.answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(fake.answer.body));
    } else {
      response.end('<!doctype html><title>Fish &amp; chips</title>');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server is not listening');
  const url = `http://127.0.0.1:${address.port}`;
  const fake: FakeCountersign = {
    url,
    requests,
    answer: { status: 200, body: { dynamic_url: `${url}/token` } },
  };
  return fake;
}
