import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { instant } from '../../../src/kernel/instant.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';

test('a self-signed certificate is ECDSA on P-256, for a year, for every name and address', async () => {
  const now = instant(Date.UTC(2026, 10, 22));
  const { cert } = await selfSigned(['verify.example.com', '192.0.2.7', '::1'], now);
  const certificate = new X509Certificate(cert);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.equal(certificate.publicKey.asymmetricKeyType, 'ec');
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  assert.equal(certificate.checkHost('verify.example.com'), 'verify.example.com');
  assert.equal(certificate.checkHost('other.example.com'), undefined);
  assert.equal(certificate.checkIP('192.0.2.7'), '192.0.2.7');
  assert.equal(certificate.checkIP('::1'), '::1');
  assert.equal(certificate.validToDate.toISOString(), '2027-11-22T00:00:00.000Z');
});
