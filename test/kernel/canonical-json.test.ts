import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { toHex, utf8 } from '../../src/kernel/bytes.ts';
import { canonicalJson, type Json, parseCanonicalJson } from '../../src/kernel/canonical-json.ts';
import { vectors } from '../vectors/vector-file.ts';

// The shape of rfc8785.json, a file of this repository.
const published = vectors('rfc8785') as {
  numbers: { bits: string; text: string }[];
  notNumbers: string[];
  texts: { name: string; input: string; output: string }[];
  doubles: { first: string[]; sha256Of10000Lines: string };
};

const double = (bits: string): number => Buffer.from(bits, 'hex').readDoubleBE();

/** What the types rule out and a bug may pass all the same. */
const notJson = (value: unknown): Json => value as Json;

test('the numbers of RFC 8785 appendix B are written as there', () => {
  assert.equal(published.numbers.length, 24);
  for (const { bits, text } of published.numbers) assert.equal(canonicalJson(double(bits)), text, bits);
});

test('ten thousand doubles, ordinary and extreme, are written as published', () => {
  const hash = createHash('sha256');
  let lines = 0;
  for (const number of publishedDoubles()) {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(number);
    hash.update(`${bits.readBigUInt64BE().toString(16)},${canonicalJson(number)}\n`);
    lines += 1;
    if (lines === 10_000) break;
  }
  assert.equal(hash.digest('hex'), published.doubles.sha256Of10000Lines);
});

/** The sequence that the author of the RFC defined: chosen ones, 2,000 tiny ones, then whatever a chain of hashes holds. */
function* publishedDoubles(): Generator<number> {
  for (const bits of published.doubles.first) yield double(bits);
  for (let step = 0; step < 2_000; step++)
    yield double((0x0010000000000000n + BigInt(step)).toString(16).padStart(16, '0'));
  let block = Buffer.alloc(32);
  for (;;) {
    block = createHash('sha256').update(block).digest();
    for (let place = 0; place < 32; place += 8) {
      const number = block.readDoubleLE(place);
      if (Number.isFinite(number) && number !== 0) yield number;
    }
  }
}

test('what is no finite number is not written at all', () => {
  for (const bits of published.notNumbers) {
    assert.throws(() => canonicalJson([double(bits)]), { name: 'TypeError' });
  }
});

test('the texts of the published test data come out byte for byte', () => {
  assert.equal(published.texts.length, 6);
  for (const { name, input, output } of published.texts) {
    assert.equal(toHex(utf8(canonicalJson(JSON.parse(input)))), output, name);
  }
});

test('members are sorted by UTF-16 units, not by code points and not by any language', () => {
  const sorted = canonicalJson({
    '\ufb33': 1,
    '\u{1f600}': 2,
    '\u20ac': 3,
    '\u00f6': 4,
    '10': 5,
    '1': 6,
    b: 7,
    A: 8,
  });
  assert.equal(sorted, '{"1":6,"10":5,"A":8,"b":7,"\u00f6":4,"\u20ac":3,"\u{1f600}":2,"\ufb33":1}');
});

test('half of a surrogate pair is refused, in values and in names', () => {
  for (const half of ['\ud800', 'a\udc00b', '\udc00\ud800']) {
    assert.throws(() => canonicalJson(half), { name: 'TypeError' });
    assert.throws(() => canonicalJson({ [half]: 1 }), { name: 'TypeError' });
  }
});

test('what JSON cannot say is refused, and never left out or turned into something else', () => {
  const values = [
    undefined,
    () => 1,
    Symbol('s'),
    1n,
    new Date(0),
    new Map(),
    new Uint8Array(1),
    Object('text'),
  ];
  for (const value of values) {
    assert.throws(() => canonicalJson(notJson(value)), { name: 'TypeError' });
    assert.throws(() => canonicalJson([notJson(value)]), { name: 'TypeError' });
    assert.throws(() => canonicalJson({ member: notJson(value) }), { name: 'TypeError' });
  }
  assert.throws(() => canonicalJson(notJson(new Array(2))), { name: 'TypeError' });
});

test('a member called __proto__ is a member like any other', () => {
  assert.equal(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":2}}')), '{"__proto__":{"a":2},"b":1}');
});

test('sixty-four levels are written, more are refused', () => {
  const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
  assert.equal(canonicalJson(JSON.parse(nested(64))), nested(64));
  assert.throws(() => canonicalJson(JSON.parse(nested(65))), { name: 'RangeError' });
  assert.deepEqual(parseCanonicalJson(nested(100_000)), { ok: false, error: 'not_canonical' });
});

const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => JSON.stringify(value).isWellFormed());

test('any value reads back as itself, whatever order its members came in', () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = canonicalJson(notJson(value));
      assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      assert.deepEqual(parseCanonicalJson(text), { ok: true, value: JSON.parse(text) });
      assert.equal(canonicalJson(JSON.parse(reordered(text))), text);
    }),
    { seed: 8785, numRuns: 1_000 },
  );
});

/** The same JSON with the members of each object in the opposite order. */
const reordered = (text: string): string =>
  JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  );

test('a text in any other spelling is not canonical', () => {
  const others = [
    ' {}',
    '{ }',
    '{}\n',
    '{"b":1,"a":2}',
    '{"a":1,"a":1}',
    '[1.0]',
    '[1e2]',
    '[-0]',
    '["\\u0041"]',
    '["\\/"]',
    '["\\ud800"]',
    '[1e999]',
    '["\\u000a"]',
    '["\\u001F"]',
  ];
  for (const text of others)
    assert.deepEqual(parseCanonicalJson(text), { ok: false, error: 'not_canonical' }, text);
});

test('what is no JSON is told apart', () => {
  for (const text of ['', '{', '[1,]', "{'a':1}", 'undefined', '\ufeff{}', 'NaN', '01']) {
    assert.deepEqual(parseCanonicalJson(text), { ok: false, error: 'not_json' }, text);
  }
});
