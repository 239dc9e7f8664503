import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { ask, linkOf, runningService } from './running-service.ts';

// The reference's page loaded Bootstrap, jQuery and an icon from three other hosts: some 116 kB in seven requests.
test('a page needs no other host, no second request, and at most 14 kB', async (context) => {
  const service = await runningService(context);
  const response = await fetch(await linkOf(await ask(service.apiUrl, 'ana')));
  const html = await response.text();
  assert.ok(gzipSync(html).byteLength <= 14 * 1024);
  assert.equal(/<(?:script|link|img|iframe)[^>]+(?:src|href)=["'](?!data:)/.exec(html), null);
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
});
