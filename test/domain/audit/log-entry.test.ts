import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type EntryType, holds, isEntryType } from '../../../src/domain/audit/entry-type.ts';
import { encodeLogEntry, type LogEntry, parseLogEntry, placed } from '../../../src/domain/audit/log-entry.ts';
import { PRIVATE_NAMES } from '../../../src/domain/audit/private-fields.ts';
import { fromUtf8, utf8 } from '../../../src/kernel/bytes.ts';
import { canonicalJson, type Json } from '../../../src/kernel/canonical-json.ts';
import { channelId, makeId } from '../../../src/kernel/ids.ts';
import { instant, plus } from '../../../src/kernel/instant.ts';
import { EMPTY_EVIDENCE, ENTRY_TYPES, entryOfType, FULL_EVIDENCE, TIME } from './entries.ts';

const decided = entryOfType('challenge.decided');

/** The members of an encoded entry, to be tampered with. */
const membersOf = (entry: LogEntry): Record<string, Json> => JSON.parse(fromUtf8(encodeLogEntry(entry)));
const parsedWith = (change: Record<string, Json>, entry = decided) =>
  parseLogEntry(utf8(canonicalJson({ ...membersOf(entry), ...change })));
const refused = (error: string) => ({ ok: false, error });

test('an entry of every type is written, and read as it was', () => {
  for (const type of ENTRY_TYPES) {
    const entry = entryOfType(type);
    assert.deepEqual(parseLogEntry(encodeLogEntry(entry)), { ok: true, value: entry }, type);
  }
});

test('what is committed to is this text and no other', () => {
  assert.equal(
    fromUtf8(encodeLogEntry(entryOfType('delivery.given_up'))),
    '{"build":"0.1.0+g1a2b3c4","challenge":"chl_01a202974dc0abababababababababab","channel":"Canal Uno",' +
      '"evidence":null,"number":3,"outcome":null,"policy":null,"reason":null,"subject":"dlv_01a202974dc0abababababababababab",' +
      '"time":"2026-11-22T09:30:00.000Z","type":"delivery.given_up","version":1}',
  );
});

test('nothing of a person is in an entry, however much is known', () => {
  const text = fromUtf8(encodeLogEntry(entryOfType('challenge.decided', FULL_EVIDENCE)));
  for (const canary of [
    'canary',
    '5550123456',
    '203.0.113.77',
    'Coyoac',
    'MX',
    'Mexico',
    'Linux',
    '915',
    'date_of_birth',
  ]) {
    assert.ok(!text.includes(canary), canary);
  }
});

test('an entry is as long for a person of whom nothing is known', () => {
  const known = encodeLogEntry(entryOfType('challenge.decided', FULL_EVIDENCE, 1));
  const unknown = encodeLogEntry(entryOfType('challenge.decided', EMPTY_EVIDENCE, 2));
  assert.equal(known.byteLength, unknown.byteLength);
  assert.ok(known.byteLength < 512);
});

test('no member of an entry has the name of a private field, as SD-JWT demands', () => {
  const members = Object.keys(membersOf(decided));
  assert.deepEqual(
    PRIVATE_NAMES.filter((name) => members.includes(name)),
    [],
  );
});

test('every flipped bit of an entry is refused, or reads as another entry', () => {
  const bytes = encodeLogEntry(decided);
  for (let bit = 0; bit < 8 * bytes.byteLength; bit++) {
    const copy = Uint8Array.from(bytes);
    copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
    const parsed = parseLogEntry(copy);
    if (parsed.ok) assert.deepEqual(encodeLogEntry(parsed.value), Buffer.from(copy));
  }
});

test('any bytes are refused or are exactly what the entry they say is written as', () => {
  const text = fromUtf8(encodeLogEntry(decided));
  const edited = fc
    .tuple(
      fc.nat({ max: text.length }),
      fc.nat({ max: 6 }),
      fc.constantFrom('', '0', '"', ',', '\\u0041', '}', 'null'),
    )
    .map(([place, length, inserted]) => text.slice(0, place) + inserted + text.slice(place + length));
  fc.assert(
    fc.property(fc.oneof(edited.map(utf8), fc.uint8Array(), fc.json().map(utf8)), (bytes) => {
      const parsed = parseLogEntry(bytes);
      if (parsed.ok) assert.deepEqual(encodeLogEntry(parsed.value), Buffer.from(bytes));
    }),
    { seed: 1, numRuns: 3_000 },
  );
});

test('another spelling of the same entry is refused', () => {
  const text = fromUtf8(encodeLogEntry(decided));
  const others = [
    ` ${text}`,
    `${text}\n`,
    `\ufeff${text}`,
    text.replace('":"', '": "'),
    text.replace('Canal', '\\u0043anal'),
    text.replace('"number":3', '"number":3.0'),
    text.replace('{', '{"build":"x",'),
  ];
  for (const other of others) {
    const parsed = parseLogEntry(utf8(other));
    assert.ok(!parsed.ok && (parsed.error === 'not_canonical' || parsed.error === 'not_json'), other);
  }
  const { version, ...rest } = membersOf(decided);
  const reordered = utf8(JSON.stringify({ version: version ?? null, ...rest }));
  assert.deepEqual(parseLogEntry(reordered), refused('not_canonical'));
});

test('a member too many or too few is refused', () => {
  assert.deepEqual(parsedWith({ also: null }), refused('not_canonical'));
  for (const name of Object.keys(membersOf(decided))) {
    const { [name]: _left, ...rest } = membersOf(decided);
    const error = name === 'version' ? 'unknown_version' : 'malformed';
    assert.deepEqual(parseLogEntry(utf8(canonicalJson(rest))), refused(error), name);
  }
});

test('a member of the wrong kind is refused', () => {
  for (const name of Object.keys(membersOf(decided))) {
    for (const value of [true, {}, [1], 1.5, -1, 0, 'x y', '']) {
      if (name === 'channel' && value === 'x y') continue;
      const parsed = parsedWith({ [name]: value });
      assert.deepEqual(
        parsed,
        refused(name === 'version' ? 'unknown_version' : 'malformed'),
        `${name} ${value}`,
      );
    }
  }
});

test('a version that is not known is told apart from damage', () => {
  for (const version of [2, 0, '1', null])
    assert.deepEqual(parsedWith({ version }), refused('unknown_version'));
});

test('what goes with another type is refused', () => {
  const members = membersOf(decided);
  for (const type of ENTRY_TYPES) {
    if (type !== 'challenge.decided') assert.deepEqual(parsedWith({ type }), refused('malformed'), type);
    const own = membersOf(entryOfType(type));
    for (const name of [
      'channel',
      'challenge',
      'number',
      'subject',
      'outcome',
      'reason',
      'policy',
      'evidence',
    ]) {
      const change =
        own[name] === null ? (members[name] ?? makeId('delivery', TIME, new Uint8Array(10))) : null;
      assert.deepEqual(
        parsedWith({ [name]: change }, entryOfType(type)),
        refused('malformed'),
        `${type} ${name}`,
      );
    }
  }
});

test('a delivery stands where a delivery belongs, a key where a key does', () => {
  const [delivery, key] = [
    makeId('delivery', TIME, new Uint8Array(10)),
    makeId('key', TIME, new Uint8Array(10)),
  ];
  assert.deepEqual(parsedWith({ subject: key }, entryOfType('delivery.delivered')), refused('malformed'));
  assert.deepEqual(parsedWith({ subject: delivery }, entryOfType('key.created')), refused('malformed'));
  for (const subject of [delivery, key]) {
    assert.deepEqual(parsedWith({ subject }, entryOfType('signing_key.rotated')), refused('malformed'));
  }
});

test('what is committed to of the evidence is one digest in its one spelling', () => {
  const { evidence } = decided;
  assert.ok(evidence !== null);
  for (const bad of ['A', `${evidence.slice(0, -1)}B`, `${evidence}A`, '', `${evidence.slice(1)}=`]) {
    assert.deepEqual(parsedWith({ evidence: bad }), refused('malformed'), bad);
  }
});

test('times are of the calendar, in UTC, to the millisecond', () => {
  const bad = [
    '2026-11-22T09:30:00Z',
    '2026-11-22T09:30:00.000+00:00',
    '2026-11-22 09:30:00.000Z',
    '2026-02-30T09:30:00.000Z',
    '2026-11-22T24:00:00.000Z',
    '2026-13-22T09:30:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '+010000-01-01T00:00:00.000Z',
    '2026-11-22T09:30:60.000Z',
    '2026-11-22t09:30:00.000z',
  ];
  for (const time of bad) assert.ok(!parsedWith({ time }).ok, time);
  for (const time of ['1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '2028-02-29T00:00:00.000Z']) {
    assert.ok(parsedWith({ time }).ok, time);
  }
});

test('more than 8 KiB are refused before they are looked into', () => {
  assert.deepEqual(parseLogEntry(new Uint8Array(8 * 1024 + 1).fill(0x20)), refused('too_long'));
  assert.deepEqual(parseLogEntry(new Uint8Array(8 * 1024).fill(0x20)), refused('not_json'));
  assert.deepEqual(parseLogEntry(utf8('['.repeat(8_000) + ']'.repeat(150))), refused('not_json'));
  assert.deepEqual(
    parseLogEntry(utf8(`{"evidence":${'['.repeat(3_000)}${']'.repeat(3_000)},"version":1}`)),
    refused('malformed'),
  );
});

test('what is no entry at all is refused', () => {
  for (const text of ['', 'null', '1', '"x"', '[]', '{}', '{"version":1}', '{"__proto__":{"version":1}}']) {
    assert.ok(!parseLogEntry(utf8(text)).ok, text);
  }
  assert.deepEqual(parseLogEntry(Uint8Array.of(0x22, 0xff, 0x22)), refused('not_json'));
});

test('no entry is written that would not be read', () => {
  const bad: readonly Partial<LogEntry>[] = [
    { number: 0 },
    { number: 1.5 },
    { number: null },
    { challenge: null },
    { channel: null },
    { channel: channelId('') },
    { channel: channelId('x'.repeat(201)) },
    { channel: channelId('\ud800') },
    { outcome: null },
    { reason: null },
    { policy: null },
    { policy: 'x' },
    { build: '' },
    { build: 'two words' },
    { build: 'x'.repeat(65) },
    { evidence: null },
    { evidence: 'A' },
    { time: instant(-1) },
    { time: instant(Date.UTC(10_000, 0)) },
    { type: 'key.created' },
  ];
  for (const part of bad)
    assert.throws(() => encodeLogEntry({ ...decided, ...part }), { name: 'RangeError' });
});

test('the longest entry that there can be fits into 8 KiB, in any script', () => {
  for (const channel of ['\u0001'.repeat(200), '\u{1f512}'.repeat(100), '\u20ac'.repeat(200)]) {
    const entry = { ...decided, channel: channelId(channel), build: '~'.repeat(64), number: 2 ** 53 - 1 };
    const bytes = encodeLogEntry(entry);
    assert.ok(bytes.byteLength <= 8 * 1024);
    assert.deepEqual(parseLogEntry(bytes), { ok: true, value: entry });
  }
});

test('an entry is dated no earlier than the one in front of it', () => {
  const { number: _number, ...draft } = decided;
  assert.equal(placed(draft, 7, plus(TIME, -1)).time, TIME);
  assert.equal(placed(draft, 7, plus(TIME, 5)).time, TIME + 5);
  assert.equal(placed(draft, 7, TIME).number, 7);
  const { number: _none, ...changed } = entryOfType('policy.changed');
  assert.equal(placed(changed, 7, TIME).number, null);
});

test('types are told from what only looks like one', () => {
  for (const type of ENTRY_TYPES) assert.ok(isEntryType(type));
  for (const type of ['', 'challenge', 'Challenge.created', 'constructor', '__proto__', 'toString']) {
    assert.ok(!isEntryType(type), type);
  }
});

test('whatever a person or a bot did carries evidence, and nothing else does', () => {
  const withEvidence = ENTRY_TYPES.filter((type: EntryType) => holds(type, 'evidence'));
  assert.deepEqual(
    withEvidence,
    ENTRY_TYPES.filter((type) => type.startsWith('challenge.')),
  );
});
