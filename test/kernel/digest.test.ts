import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex, utf8 } from '../../src/kernel/bytes.ts';
import { deriveKey, hmacSha256, sha256 } from '../../src/kernel/digest.ts';

test('SHA-256 gives the digests of FIPS 180-4, for text and bytes alike', () => {
  const abc = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.equal(toHex(sha256('abc')), abc);
  assert.equal(toHex(sha256(utf8('abc'))), abc);
});

test('HMAC-SHA-256 gives the codes of RFC 4231', () => {
  assert.equal(
    toHex(hmacSha256(new Uint8Array(20).fill(0x0b), utf8('Hi There'))),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  );
  assert.equal(
    toHex(hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?'))),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('HKDF without salt and info gives the first 32 bytes of RFC 5869, appendix A.3', () => {
  assert.equal(
    toHex(deriveKey(new Uint8Array(22).fill(0x0b), '')),
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d',
  );
});

test('each use of a secret has a key of its own', () => {
  const secret = sha256('secret');
  assert.notDeepEqual(deriveKey(secret, 'one'), deriveKey(secret, 'two'));
  assert.equal(deriveKey(secret, 'one').byteLength, 32);
});
