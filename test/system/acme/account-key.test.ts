import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { fromUtf8 } from '../../../src/kernel/bytes.ts';
import { AccountKey } from '../../../src/system/acme/account-key.ts';

test('a signature is a JSON Web Signature by ES256 that the public key verifies', () => {
  const key = AccountKey.generate();
  const jws = key.sign({ url: 'https://authority.test/new' }, { a: 1 });
  assert.deepEqual(JSON.parse(fromUtf8(Buffer.from(jws.protected, 'base64url'))), {
    alg: 'ES256',
    url: 'https://authority.test/new',
  });
  const signature = Buffer.from(jws.signature, 'base64url');
  assert.equal(signature.byteLength, 64);
  const publicKey = createPublicKey({ key: { ...key.jwk }, format: 'jwk' });
  const signed = Buffer.from(`${jws.protected}.${jws.payload}`);
  assert.ok(verify('sha256', signed, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature));
  assert.equal(key.sign({}, null).payload, '', 'nothing is posted as a GET');
});

test('a key comes back from its PEM, with the same key authorization', () => {
  const key = AccountKey.generate();
  const again = AccountKey.fromPem(key.toPem());
  assert.equal(again.keyAuthorization('token-token-token'), key.keyAuthorization('token-token-token'));
  assert.match(key.keyAuthorization('t'), /^t\.[A-Za-z0-9_-]{43}$/);
});
