import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkDisclosures,
  commitmentOf,
  commitTo,
  type Digests,
  digestOf,
  digestsText,
  disclose,
  isDigest,
  parseDigests,
} from '../../../src/domain/audit/disclosure.ts';
import { PRIVATE_NAMES, privateFields } from '../../../src/domain/audit/private-fields.ts';
import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../../../src/kernel/bytes.ts';
import { canonicalJson, type Json } from '../../../src/kernel/canonical-json.ts';
import { vectors } from '../../vectors/vector-file.ts';
import { EMPTY_EVIDENCE, FULL_EVIDENCE, seedOf } from './entries.ts';

// The shape of rfc9901.json, a file of this repository.
const published = vectors('rfc9901') as {
  properties: { disclosure: string; digest: string; content: Json }[];
  arrayElements: { disclosure: string; digest: string }[];
  otherSpellings: string[];
};

const decoded = (text: string): unknown => JSON.parse(fromUtf8(fromBase64url(text) ?? assert.fail(text)));
const encoded = (value: Json): string => toBase64url(utf8(canonicalJson(value)));
const full = disclose(privateFields(FULL_EVIDENCE), seedOf(1));
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
  const salts = contents.map((content) => (Array.isArray(content) ? String(content[0]) : ''));
  assert.deepEqual(
    contents,
    PRIVATE_NAMES.map((name, place) => [salts[place], name, privateFields(FULL_EVIDENCE)[name]]),
  );
  assert.equal(new Set(salts).size, PRIVATE_NAMES.length);
  for (const salt of salts) assert.equal(fromBase64url(salt)?.byteLength, 32);
});

test('an entry commits to the digests by their names, and a text spells them in one way', () => {
  const text = digestsText(full.digests);
  assert.deepEqual(Object.keys(JSON.parse(text)), [...PRIVATE_NAMES]);
  assert.deepEqual(parseDigests(text), full.digests);
  assert.equal(full.commitment, digestOf(text));
  assert.equal(full.commitment, commitmentOf(full.digests));
  const { phone: _phone, ...fewer } = full.digests;
  const others = [
    '',
    'null',
    '[]',
    '{}',
    ` ${text}`,
    text.replace('{', '{"phone":"x",'),
    canonicalJson(fewer),
    canonicalJson({ ...fewer, fone: full.digests.phone }),
    canonicalJson({ ...full.digests, other: full.digests.phone }),
    canonicalJson({ ...full.digests, phone: null }),
    canonicalJson({ ...full.digests, phone: 'A' }),
  ];
  for (const other of others) assert.equal(parseDigests(other), null, other);
});

test('every flipped bit of the digests changes what they are committed to by', () => {
  const bytes = Buffer.from(digestsText(full.digests));
  for (let bit = 0; bit < 8 * bytes.byteLength; bit++) {
    const digests = parseDigests(flipped(bytes.toString('latin1'), bit));
    if (digests !== null) assert.notEqual(commitmentOf(digests), full.commitment);
  }
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
  const empty = disclose(privateFields(EMPTY_EVIDENCE), seedOf(2));
  assert.deepEqual(Object.keys(empty.digests), [...PRIVATE_NAMES]);
  assert.equal(
    new Set([...Object.values(empty.digests), ...Object.values(full.digests)]).size,
    2 * PRIVATE_NAMES.length,
  );
});

test('the same fields and seed give the same, and equal fields under another seed share no digest', () => {
  assert.deepEqual(disclose(privateFields(FULL_EVIDENCE), seedOf(1)), full);
  const again = disclose(privateFields(FULL_EVIDENCE), seedOf(3));
  assert.equal(
    new Set([...Object.values(full.digests), ...Object.values(again.digests)]).size,
    2 * PRIVATE_NAMES.length,
  );
});

test('to commit without disclosing gives the same commitment', () => {
  for (const evidence of [EMPTY_EVIDENCE, FULL_EVIDENCE]) {
    for (let nth = 0; nth < 50; nth++) {
      const fields = { ...privateFields(evidence), purpose: `"${nth}" — ${String.fromCodePoint(nth * 997)}` };
      assert.equal(commitTo(fields, seedOf(nth)), disclose(fields, seedOf(nth)).commitment);
    }
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
    const name = PRIVATE_NAMES.find((each) => full.digests[each] === digest) ?? assert.fail();
    for (let bit = 0; bit < 8 * digest.length; bit++) {
      const digests = { ...full.digests, [name]: flipped(digest, bit) };
      assert.deepEqual(checkDisclosures([disclosure], digests), { ok: false, error: 'not_committed' });
    }
  }
});

test('a disclosure of another entry is refused', () => {
  const other = disclose(privateFields(FULL_EVIDENCE), seedOf(4));
  const result = checkDisclosures(other.disclosures.slice(0, 1), full.digests);
  assert.deepEqual(result, { ok: false, error: 'not_committed' });
});

/** Digests in which a text stands under the name. */
const committing = (name: string, text: string): Digests => ({ ...full.digests, [name]: digestOf(text) });

test('a name has one value: another one is not committed to, and the same one is shown once', () => {
  const [first, second] = [encoded([SALT, 'phone', '1']), encoded([SALT, 'phone', '2'])];
  const digests = committing('phone', first);
  assert.deepEqual(checkDisclosures([first, second], digests), { ok: false, error: 'not_committed' });
  assert.deepEqual(checkDisclosures([first, first], digests), { ok: false, error: 'repeated' });
});

test('the value of one name does not pass for that of another', () => {
  const text = encoded([SALT, 'phone', '1']);
  assert.deepEqual(checkDisclosures([text], committing('address', text)), {
    ok: false,
    error: 'not_committed',
  });
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
    const digests = committing('phone', text);
    assert.deepEqual(checkDisclosures([text], digests), { ok: false, error: 'malformed' }, text);
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
