import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkDisclosures,
  digestOf,
  disclose,
  isDigest,
  SALTS_BYTES,
} from '../../../src/domain/audit/disclosure.ts';
import { PRIVATE_NAMES, privateFields } from '../../../src/domain/audit/private-fields.ts';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../../../src/kernel/bytes.ts';
import { canonicalJson, type Json } from '../../../src/kernel/canonical-json.ts';
import { vectors } from '../../vectors/vector-file.ts';
import { EMPTY_EVIDENCE, FULL_EVIDENCE, saltsFrom } from './entries.ts';

// The shape of rfc9901.json, a file of this repository.
const published = vectors('rfc9901') as {
  properties: { disclosure: string; digest: string; content: Json }[];
  arrayElements: { disclosure: string; digest: string }[];
  otherSpellings: string[];
  sortedDigests: string[];
};

const decoded = (text: string): unknown => JSON.parse(fromUtf8(fromBase64url(text) ?? assert.fail(text)));
const encoded = (value: Json): string => toBase64url(utf8(canonicalJson(value)));
const full = disclose(privateFields(FULL_EVIDENCE), saltsFrom(1));
const SALT = toBase64url(new Uint8Array(32));

test('the digests of RFC 9901 come out, of properties and of array elements', () => {
  assert.equal(published.properties.length + published.arrayElements.length, 11);
  for (const { disclosure, digest } of [...published.properties, ...published.arrayElements]) {
    assert.equal(digestOf(disclosure), digest);
    assert.ok(isDigest(digest));
  }
});

test('a disclosure is what RFC 9901 makes of salt, name and value', () => {
  for (const { disclosure, content } of published.properties) assert.deepEqual(decoded(disclosure), content);
  const contents = full.disclosures.map(decoded);
  for (const [place, name] of PRIVATE_NAMES.entries()) {
    const salt = toBase64url(saltsFrom(1).subarray(32 * place, 32 * (place + 1)));
    assert.deepEqual(contents[place], [salt, name, privateFields(FULL_EVIDENCE)[name]]);
  }
});

test('digests are sorted as the example of RFC 9901 sorts them', () => {
  const [, ...example] = published.properties.map(({ digest }) => digest);
  assert.deepEqual(example.toSorted(), published.sortedDigests);
  assert.deepEqual(full.digests, full.disclosures.map(digestOf).toSorted());
});

test('the same value in another spelling has another digest', () => {
  const [example] = published.properties;
  assert.equal(published.otherSpellings.length, 3);
  for (const text of published.otherSpellings) {
    assert.deepEqual(decoded(text), example?.content);
    assert.notEqual(digestOf(text), example?.digest);
  }
});

test('every name is committed to, whatever is known', () => {
  const empty = disclose(privateFields(EMPTY_EVIDENCE), saltsFrom(2));
  assert.equal(empty.digests.length, PRIVATE_NAMES.length);
  assert.equal(full.digests.length, PRIVATE_NAMES.length);
  assert.equal(new Set([...empty.digests, ...full.digests]).size, 2 * PRIVATE_NAMES.length);
});

test('equal values under other salts share no digest', () => {
  const again = disclose(privateFields(FULL_EVIDENCE), saltsFrom(3));
  assert.equal(new Set([...full.digests, ...again.digests]).size, 2 * PRIVATE_NAMES.length);
});

test('salts of another length are refused', () => {
  for (const length of [0, SALTS_BYTES - 1, SALTS_BYTES + 1]) {
    assert.throws(() => disclose(privateFields(FULL_EVIDENCE), new Uint8Array(length)), {
      name: 'RangeError',
    });
  }
});

test('any choice of disclosures is checked against the digests', () => {
  const all = checkDisclosures(full.disclosures, full.digests);
  assert.ok(all.ok);
  assert.deepEqual(
    Object.fromEntries(all.value.map(({ name, value }) => [name, value])),
    privateFields(FULL_EVIDENCE),
  );
  for (const [place, disclosure] of full.disclosures.entries()) {
    const one = checkDisclosures([disclosure], full.digests);
    assert.ok(one.ok);
    assert.deepEqual(
      one.value.map(({ name }) => name),
      [PRIVATE_NAMES[place]],
    );
  }
  assert.deepEqual(checkDisclosures([], full.digests), { ok: true, value: [] });
});

test('every flipped bit of a disclosure, and of its digest, is refused', () => {
  for (const disclosure of full.disclosures) {
    for (let bit = 0; bit < 8 * disclosure.length; bit++) {
      assert.ok(!checkDisclosures([flipped(disclosure, bit)], full.digests).ok);
    }
    const digest = digestOf(disclosure);
    for (let bit = 0; bit < 8 * digest.length; bit++) {
      assert.deepEqual(checkDisclosures([disclosure], [flipped(digest, bit)]), {
        ok: false,
        error: 'not_committed',
      });
    }
  }
});

test('a disclosure of another entry is refused', () => {
  const other = disclose(privateFields(FULL_EVIDENCE), saltsFrom(4));
  const result = checkDisclosures(other.disclosures.slice(0, 1), full.digests);
  assert.deepEqual(result, { ok: false, error: 'not_committed' });
});

test('a field that is disclosed twice is refused, with the same value or another', () => {
  const [first, second] = [encoded([SALT, 'phone', '1']), encoded([SALT, 'phone', '2'])];
  const digests = [first, second].map(digestOf);
  assert.deepEqual(checkDisclosures([first, second], digests), { ok: false, error: 'repeated' });
  assert.deepEqual(checkDisclosures([first, first], digests), { ok: false, error: 'repeated' });
});

test('what this log never writes is refused, even where its digest is committed to', () => {
  const texts = [
    '',
    '!',
    encoded(null),
    encoded({}),
    encoded([]),
    encoded([SALT, 'phone']),
    encoded([SALT, 'phone', '1', '2']),
    encoded([SALT, 'unheard_of', '1']),
    encoded([1, 'phone', '1']),
    encoded([SALT.slice(1), 'phone', '1']),
    encoded([`${SALT.slice(0, -1)}B`, 'phone', '1']),
    encoded([SALT, 1, '1']),
    encoded([SALT, '__proto__', '1']),
    toBase64url(utf8(`["${SALT}", "phone", "1"]`)),
    toBase64url(utf8(`["${SALT}","phone",{"a":1,"a":2}]`)),
    toBase64url(Uint8Array.of(0xff, 0xfe)),
    toBase64url(utf8('{')),
    `${encoded([SALT, 'phone', '1'])}=`,
    ...published.otherSpellings,
  ];
  for (const text of texts) {
    assert.deepEqual(checkDisclosures([text], [digestOf(text)]), { ok: false, error: 'malformed' }, text);
  }
});

test('a digest has one spelling', () => {
  const digest = digestOf('x');
  assert.ok(isDigest(digest));
  for (const other of [
    '',
    digest.slice(1),
    `${digest}A`,
    `${digest}\n`,
    `${digest.slice(0, -1)}B`,
    digest.replace(/^./, '+'),
  ]) {
    assert.ok(!isDigest(other), other);
  }
});

function flipped(text: string, bit: number): string {
  const bytes = Buffer.from(text);
  bytes[Math.floor(bit / 8)] = (bytes[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
  return bytes.toString('latin1');
}
