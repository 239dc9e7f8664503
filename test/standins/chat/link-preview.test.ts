import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { linkPreview } from '../../../src/standins/chat/link-preview.ts';

async function pageWith(context: TestContext, html: string): Promise<string> {
  const server = createServer((_request, response) => response.end(html));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/x`;
}

test('a preview shows the title that a page gives for previews', async (t) => {
  const url = await pageWith(
    t,
    '<meta property="og:title" content="A &lt;b&gt; &quot;c&quot;"><title>no</title>',
  );
  assert.deepEqual(await linkPreview(url), { title: 'A <b> "c"', host: new URL(url).host });
});

test('a page without a title has no preview', async (t) => {
  assert.equal(await linkPreview(await pageWith(t, '<p>hello</p>')), null);
});

test('a page that cannot be had has no preview', async () => {
  assert.equal(await linkPreview('http://127.0.0.1:1/'), null);
});
