import assert from 'node:assert/strict';
import { createServer } from 'node:https';
import { test } from 'node:test';
import { checkPublicUrl } from '../../../src/system/checks/public-url.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { freePort } from '../../../src/system/free-port.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';
import { served } from './served.ts';

test('a URL that leads to a person side is fine, one that leads elsewhere is a fault', async (context) => {
  const ours = await served(context, (_request, response) => {
    response.setHeader('x-robots-tag', 'noindex, nofollow, noarchive').end();
  });
  assert.equal((await checkPublicUrl(ours.origin)).level, 'ok');
  const other = await served(context, (_request, response) =>
    response.writeHead(302, { location: '/' }).end(),
  );
  const finding = await checkPublicUrl(other.origin);
  assert.equal(finding.level, 'fault');
  assert.match(finding.found, /answers with 302, and not as Countersign does/);
});

test('a URL at which nobody answers is a warning: the service may be stopped', async () => {
  const finding = await checkPublicUrl(`http://127.0.0.1:${await freePort('127.0.0.1')}`);
  assert.equal(finding.level, 'warning');
  assert.match(finding.found, /was not reached from here \(ECONNREFUSED\)/);
});

test('a certificate that nobody trusts is a fault', async (context) => {
  const server = createServer(await selfSigned(['localhost'], systemClock.now()), (_request, response) => {
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => server.close());
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const finding = await checkPublicUrl(`https://localhost:${port}`);
  assert.equal(finding.level, 'fault');
  assert.match(finding.found, /is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)/);
});
