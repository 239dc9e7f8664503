import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { onlyInstance } from '../../../src/app/turns.ts';
import { instant } from '../../../src/kernel/instant.ts';
import { certificateFiles } from '../../../src/system/acme/certificate-files.ts';
import { keepCertificate } from '../../../src/system/acme/certificate-keeper.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { freePort } from '../../../src/system/free-port.ts';
import type { KeyPair } from '../../../src/system/tls/checked-pair.ts';
import { recordingLog } from '../../fakes/log.ts';
import { startPebble } from './pebble.ts';

const DOMAIN = 'verify.countersign.test';

function temporaryDirectory(context: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-acme-'));
  context.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function waited() {
  const { promise, resolve } = Promise.withResolvers<KeyPair>();
  return { pair: promise, changed: resolve };
}

const optionsOf = (
  authority: { readonly directoryUrl: string; readonly httpPort: number },
  directory: string,
) => ({
  shelf: certificateFiles(directory, authority.directoryUrl),
  turns: onlyInstance,
  directoryUrl: authority.directoryUrl,
  email: 'operator@countersign.test',
  domain: DOMAIN,
  host: '127.0.0.1',
  port: authority.httpPort,
  clock: systemClock,
  log: recordingLog(),
  chance: () => 0.5,
});

test('the first certificate is ordered at once, kept privately, and served again at the next start', async (context) => {
  const authority = await startPebble(context);
  const directory = temporaryDirectory(context);
  const { pair, changed } = waited();
  const keeper = await keepCertificate({ ...optionsOf(authority, directory), changed });
  assert.equal(
    new X509Certificate(keeper.first.cert).issuer,
    `CN=${DOMAIN}`,
    'one that vouches for itself at first',
  );

  const issued = await pair;
  await keeper.stop();
  const certificate = new X509Certificate(issued.cert);
  assert.equal(certificate.checkHost(DOMAIN), DOMAIN);
  assert.match(certificate.issuer, /Pebble/);
  assert.ok((issued.cert.match(/BEGIN CERTIFICATE/g) ?? []).length > 1, 'with the chain');

  const [authorityFolder = ''] = readdirSync(directory);
  for (const name of readdirSync(join(directory, authorityFolder))) {
    assert.equal(statSync(join(directory, authorityFolder, name)).mode & 0o777, 0o600, name);
  }

  const again = await keepCertificate({
    ...optionsOf(authority, directory),
    changed: () => assert.fail('a certificate that is good is not ordered again'),
  });
  await again.stop();
  assert.deepEqual(again.first.cert, issued.cert);
});

test('a certificate whose time has come is renewed while the old one is served', async (context) => {
  const authority = await startPebble(context);
  const directory = temporaryDirectory(context);
  const first = waited();
  const keeper = await keepCertificate({ ...optionsOf(authority, directory), changed: first.changed });
  const issued = await first.pair;
  await keeper.stop();

  const { validFromDate, validToDate } = new X509Certificate(issued.cert);
  const late = instant(validFromDate.getTime() + ((validToDate.getTime() - validFromDate.getTime()) * 3) / 4);
  const second = waited();
  const clock = { now: () => late };
  const later = await keepCertificate({ ...optionsOf(authority, directory), clock, changed: second.changed });
  assert.equal(later.first.cert, issued.cert);
  const renewed = await second.pair;
  await later.stop();
  assert.notEqual(renewed.cert, issued.cert);
  assert.notEqual(renewed.key, issued.key);
});

test('where nothing is issued the log says why, and the service has what it had', async (context) => {
  const directory = temporaryDirectory(context);
  const blocker = createServer();
  const port = await new Promise<number>((resolve) => {
    blocker.listen(0, '127.0.0.1', () => {
      const address = blocker.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const unreachable = {
    directoryUrl: `https://127.0.0.1:${await freePort('127.0.0.1')}/dir`,
    httpPort: port,
  };
  const blocked = optionsOf(unreachable, directory);
  const changed = () => assert.fail('nothing was issued');
  const one = await keepCertificate({ ...blocked, changed });
  await blocked.log.until('no certificate was issued; what is there is served on');
  await one.stop();
  assert.match(JSON.stringify(blocked.log.lines), /port \d+ is taken by another program: set ACME_HTTP_PORT/);
  blocker.close();

  const alone = optionsOf({ ...unreachable, httpPort: await freePort('127.0.0.1') }, directory);
  const two = await keepCertificate({ ...alone, changed });
  await alone.log.until('no certificate was issued; what is there is served on');
  await two.stop();
  assert.match(JSON.stringify(alone.log.lines), /127\.0\.0\.1:\d+ could not be reached: ECONNREFUSED/);
});

test('an authority that cannot find the answer says so in the log', async (context) => {
  const authority = await startPebble(context);
  const options = optionsOf(authority, temporaryDirectory(context));
  const elsewhere = { ...options, port: await freePort('127.0.0.1') };
  const keeper = await keepCertificate({ ...elsewhere, changed: () => assert.fail('nothing was issued') });
  await options.log.until('no certificate was issued; what is there is served on');
  await keeper.stop();
  assert.match(JSON.stringify(options.log.lines), /did not find the answer at this name/);
});
