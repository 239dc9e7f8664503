import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  concat,
  fromBase64url,
  fromUtf8,
  lengthPrefixed,
  toBase64url,
  toHex,
  utf8,
} from '../../src/kernel/bytes.ts';

const SEED = { seed: 20261122 };

describe('base64url', () => {
  test('gives back the bytes it was made of', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = toBase64url(bytes);
        assert.match(text, /^[A-Za-z0-9_-]*$/);
        assert.deepEqual([...(fromBase64url(text) ?? [])], [...bytes]);
      }),
      SEED,
    );
  });

  test('uses the part of a buffer that it was given, not the whole', () => {
    assert.equal(toBase64url(Uint8Array.of(1, 2, 3, 4).subarray(1, 3)), 'AgM');
    assert.equal(toHex(Uint8Array.of(1, 2, 3, 4).subarray(1, 3)), '0203');
  });

  test('has one spelling for each value: any other is refused', () => {
    // The vectors of RFC 4648 section 10, without padding.
    for (const [text, plain] of [
      ['', ''],
      ['Zg', 'f'],
      ['Zm8', 'fo'],
      ['Zm9v', 'foo'],
      ['Zm9vYmFy', 'foobar'],
    ] as const) {
      assert.equal(fromUtf8(fromBase64url(text) ?? utf8('refused')), plain);
    }
    for (const text of ['Zg==', 'Zh', 'Zm9', 'Zm 9v', 'Zm9v\n', 'Z', '+/+/', 'Zm9v=', 'Zm9vé', '....']) {
      assert.equal(fromBase64url(text), null, JSON.stringify(text));
    }
  });

  test('never takes two texts for the same bytes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const bytes = fromBase64url(text);
        assert.ok(bytes === null || toBase64url(bytes) === text);
      }),
      SEED,
    );
  });
});

test('parts of different lists never join to the same bytes', () => {
  const parts = fc.array(fc.string({ maxLength: 3 }), { maxLength: 4 });
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      assert.equal(
        toHex(lengthPrefixed(...one)) === toHex(lengthPrefixed(...other)),
        JSON.stringify(one) === JSON.stringify(other),
      );
    }),
    SEED,
  );
  assert.notDeepEqual(lengthPrefixed('ab', 'c'), lengthPrefixed('a', 'bc'));
  assert.deepEqual(lengthPrefixed('é'), lengthPrefixed(utf8('é')));
  assert.equal(toHex(lengthPrefixed('a', '')), '000000016100000000');
});

test('bytes that are not UTF-8 are no text', () => {
  assert.throws(() => fromUtf8(Uint8Array.of(0xff)), TypeError);
  assert.throws(() => fromUtf8(Uint8Array.of(0xc0, 0x80)), TypeError);
  assert.equal(fromUtf8(concat(utf8('a'), utf8('é'))), 'aé');
});
