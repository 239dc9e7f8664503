import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CertificateFiles } from '../../../src/system/acme/certificate-files.ts';
import { followCertificate } from '../../../src/system/acme/follow-certificate.ts';
import { systemClock } from '../../../src/system/clock.ts';
import type { KeyPair } from '../../../src/system/tls/checked-pair.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';

const DOMAIN = 'verify.countersign.test';
const AUTHORITY = 'https://authority.test/directory';

test('what another process orders is served as soon as it is kept, and before that one that nobody trusts', async (context) => {
  const directory = mkdtempSync(join(tmpdir(), 'countersign-follow-'));
  context.after(() => rmSync(directory, { recursive: true }));
  const { promise, resolve } = Promise.withResolvers<KeyPair>();
  const follower = await followCertificate({
    directory,
    directoryUrl: AUTHORITY,
    domain: DOMAIN,
    clock: systemClock,
    changed: resolve,
    lookMilliseconds: 10,
  });
  const issued = await selfSigned([DOMAIN], systemClock.now());
  assert.notEqual(follower.first.cert, issued.cert);
  new CertificateFiles(directory, AUTHORITY).keep(issued);
  assert.equal((await promise).cert, issued.cert);
  await follower.stop();
});
