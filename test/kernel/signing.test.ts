import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { toHex, utf8 } from '../../src/kernel/bytes.ts';
import { SigningKey, VerifyingKey } from '../../src/kernel/signing.ts';
import { vectors } from '../vectors/vector-file.ts';

// The shape of ed25519.json, a file of this repository.
const published = vectors('ed25519') as {
  rfc8032: { seed: string; publicKey: string; message: string; signature: string }[];
  wycheproof: {
    id: number;
    comment: string;
    publicKey: string;
    message: string;
    signature: string;
    valid: boolean;
  }[];
};

const hex = (text: string): Uint8Array => Buffer.from(text, 'hex');
const keyOf = (raw: Uint8Array): VerifyingKey => VerifyingKey.fromRaw(raw) ?? assert.fail('no key');

test('the keys and signatures of RFC 8032 come out', () => {
  for (const { seed, publicKey, message, signature } of published.rfc8032) {
    const key = new SigningKey(hex(seed));
    assert.equal(toHex(key.publicKey), publicKey);
    assert.equal(toHex(key.sign(hex(message))), signature);
    assert.ok(keyOf(hex(publicKey)).verify(hex(message), hex(signature)));
  }
});

test('the signatures of Wycheproof are judged as published', () => {
  assert.ok(published.wycheproof.length > 80);
  for (const { id, comment, publicKey, message, signature, valid } of published.wycheproof) {
    assert.equal(keyOf(hex(publicKey)).verify(hex(message), hex(signature)), valid, `${id} ${comment}`);
  }
});

test('every flipped bit of a signature, of a message and of a key is seen', () => {
  const key = new SigningKey(new Uint8Array(32).fill(7));
  const message = utf8('a log of 3 entries');
  const signature = key.sign(message);
  for (let bit = 0; bit < 512; bit++) {
    assert.ok(!keyOf(key.publicKey).verify(message, flipped(signature, bit)));
    if (bit < 8 * message.byteLength)
      assert.ok(!keyOf(key.publicKey).verify(flipped(message, bit), signature));
    if (bit < 256)
      assert.ok(VerifyingKey.fromRaw(flipped(key.publicKey, bit))?.verify(message, signature) !== true);
  }
});

test('a signature of another length is refused, never thrown over', () => {
  const key = keyOf(new SigningKey(new Uint8Array(32)).publicKey);
  for (const length of [0, 1, 63, 65, 128]) assert.ok(!key.verify(utf8('m'), new Uint8Array(length)));
});

// Every spelling of a point of small order: those of Wycheproof's and of libsodium's lists, with and without sign.
const SMALL_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

test('a key under which one signature fits many messages is refused', () => {
  for (const raw of SMALL_ORDER) {
    assert.equal(VerifyingKey.fromRaw(hex(raw)), null, raw);
    assert.equal(VerifyingKey.fromRaw(flipped(hex(raw), 255)), null, raw);
  }
});

test('a second spelling of a point is refused', () => {
  // y = 3 and y = p + 3 are the same point.
  assert.ok(VerifyingKey.fromRaw(hex(`03${'00'.repeat(31)}`)) !== null);
  assert.equal(VerifyingKey.fromRaw(hex(`f0${'ff'.repeat(30)}7f`)), null);
});

test('bytes that are no point verify nothing', () => {
  const notAPoint = keyOf(hex(`02${'00'.repeat(31)}`));
  assert.ok(!notAPoint.verify(utf8('m'), new Uint8Array(64)));
});

test('a key of another length is refused', () => {
  for (const length of [0, 31, 33, 64])
    assert.equal(VerifyingKey.fromRaw(new Uint8Array(length).fill(9)), null);
  assert.throws(() => new SigningKey(new Uint8Array(31)), { name: 'RangeError' });
});

test('a public key goes to SPKI and PEM and back, as OpenSSL writes them', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const key = VerifyingKey.fromSpki(spki) ?? assert.fail();
  assert.equal(toHex(key.spki()), toHex(spki));
  assert.equal(toHex(key.raw), toHex(spki.subarray(-32)));
  assert.equal(key.pem(), publicKey.export({ format: 'pem', type: 'spki' }));
  assert.ok(createPublicKey(key.pem()).equals(publicKey));
});

test('an SPKI of another kind of key, or one that is cut or longer, is refused', () => {
  const { publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const others = [
    generateKeyPairSync('x25519').publicKey.export({ format: 'der', type: 'spki' }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' }),
    spki.subarray(0, 43),
    Buffer.concat([spki, Buffer.alloc(1)]),
    new Uint8Array(0),
  ];
  for (const other of others) assert.equal(VerifyingKey.fromSpki(other), null);
});

test('a key keeps to what it was made of when the given bytes change', () => {
  const signing = new SigningKey(new Uint8Array(32).fill(1));
  const given = Uint8Array.from(signing.publicKey);
  const key = keyOf(given);
  given.fill(0);
  assert.equal(toHex(key.raw), toHex(signing.publicKey));
});

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
  return copy;
}
