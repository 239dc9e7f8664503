import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteSigner, parseVerifierKey } from '../../../src/domain/audit/note-key.ts';
import {
  cosignText,
  formatNote,
  formatSignatureLine,
  parseNote,
  parseSignatureLine,
  signText,
  verifyNote,
} from '../../../src/domain/audit/signed-note.ts';
import { utf8 } from '../../../src/kernel/bytes.ts';
import { instant, toRfc3339 } from '../../../src/kernel/instant.ts';
import { SigningKey } from '../../../src/kernel/signing.ts';
import { vectors } from '../../vectors/vector-file.ts';
import { keyPair } from './log-keys.ts';

// The shape of signed-note.json, a file of this repository.
const published = vectors('signed-note') as {
  notes: { name: string; note: string; keys: string[]; verified: string[]; unknown: number }[];
  signing: { seed: string; name: string; text: string; line: string };
  cosigned: { note: string; log: string; witness: string; cosignedAt: string; unknown: number };
  malformed: string[];
};

const keyOf = (text: string) => parseVerifierKey(text) ?? assert.fail(text);
const noteOf = (text: string) => parseNote(text) ?? assert.fail(text);

const ann = keyPair('ann.example');
const bob = keyPair('bob.example');
const witness = keyPair('witness.example', 'cosignature');
const TEXT = 'first line\n\nthird line\n';

test('the published notes verify under the published keys, and are written as they were', () => {
  for (const { name, note, keys, verified, unknown } of published.notes) {
    const parsed = noteOf(note);
    assert.equal(formatNote(parsed), note, name);
    const opened = verifyNote(parsed, keys.map(keyOf));
    assert.ok(opened.ok, name);
    assert.deepEqual(
      opened.value.verified.map(({ verifier }) => verifier.name),
      verified,
      name,
    );
    assert.equal(opened.value.unknown, unknown, name);
  }
});

test('a published note is signed to the letter', () => {
  const { seed, name, text, line } = published.signing;
  const signer = noteSigner(name, 'ed25519', new SigningKey(Buffer.from(seed, 'hex')));
  assert.equal(formatSignatureLine(signText(text, signer)), line);
});

test('a checkpoint of a public log verifies with the cosignature of a public witness, and its time', () => {
  const { note, log, witness: cosigner, cosignedAt, unknown } = published.cosigned;
  const opened = verifyNote(noteOf(note), [keyOf(log), keyOf(cosigner)]);
  assert.ok(opened.ok);
  const times = opened.value.verified.map(({ at }) => (at === null ? null : toRfc3339(at)));
  assert.deepEqual(times, [null, cosignedAt]);
  assert.equal(opened.value.unknown, unknown);
});

test('the published malformed notes are refused', () => {
  for (const text of published.malformed) assert.equal(parseNote(text), null, JSON.stringify(text));
});

test('what a note is signed for is what it says, empty lines included', () => {
  const note = formatNote({ text: TEXT, signatures: [signText(TEXT, ann.signer)] });
  assert.deepEqual(parseNote(note)?.text, TEXT);
  assert.ok(verifyNote(noteOf(note), [ann.verifier]).ok);
});

test('every flipped bit of a note makes it malformed, unsigned or badly signed', () => {
  const note = Buffer.from(formatNote({ text: TEXT, signatures: [signText(TEXT, ann.signer)] }));
  for (let bit = 0; bit < 8 * note.byteLength; bit++) {
    const copy = Buffer.from(note);
    copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
    // Bytes that are no UTF-8 give replacement characters here, as a lenient reader would make of them.
    const parsed = parseNote(copy.toString());
    assert.ok(parsed === null || !verifyNote(parsed, [ann.verifier]).ok, `bit ${bit}`);
  }
});

test('one bad signature of a known key spoils a note with a good one', () => {
  const good = signText(TEXT, ann.signer);
  const bad = { ...signText('another text\n', bob.signer) };
  const note = { text: TEXT, signatures: [good, bad] };
  assert.deepEqual(verifyNote(note, [ann.verifier, bob.verifier]), { ok: false, error: 'bad_signature' });
  assert.ok(verifyNote(note, [ann.verifier]).ok);
  const twice = { text: TEXT, signatures: [good, signText('another text\n', ann.signer)] };
  assert.deepEqual(verifyNote(twice, [ann.verifier]), { ok: false, error: 'bad_signature' });
});

test('a key that signed twice counts once', () => {
  const signature = signText(TEXT, ann.signer);
  const opened = verifyNote({ text: TEXT, signatures: [signature, signature] }, [ann.verifier]);
  assert.ok(opened.ok);
  assert.equal(opened.value.verified.length, 1);
});

test('a note that only strangers signed is not believed', () => {
  const note = { text: TEXT, signatures: [signText(TEXT, ann.signer)] };
  assert.deepEqual(verifyNote(note, [bob.verifier]), { ok: false, error: 'no_known_signature' });
  assert.deepEqual(verifyNote(note, []), { ok: false, error: 'no_known_signature' });
});

test('a name alone, or a key id alone, makes no stranger known', () => {
  const { bytes } = signText(TEXT, ann.signer);
  for (const [name, keyId] of [
    ['ann.example', '00000000'],
    ['eve.example', ann.verifier.keyId],
  ] as const) {
    const opened = verifyNote({ text: TEXT, signatures: [{ name, keyId, bytes }] }, [ann.verifier]);
    assert.deepEqual(opened, { ok: false, error: 'no_known_signature' });
  }
});

test('a cosignature holds for its text and its second only', () => {
  const at = instant(1_679_315_147_999);
  const cosignature = cosignText(TEXT, witness.signer, at);
  const opened = verifyNote({ text: TEXT, signatures: [cosignature] }, [witness.verifier]);
  assert.ok(opened.ok);
  assert.deepEqual(
    opened.value.verified.map((signature) => signature.at),
    [instant(1_679_315_147_000)],
  );
  for (let bit = 0; bit < 8 * cosignature.bytes.byteLength; bit++) {
    const bytes = Uint8Array.from(cosignature.bytes);
    bytes[Math.floor(bit / 8)] = (bytes[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
    const changed = verifyNote({ text: TEXT, signatures: [{ ...cosignature, bytes }] }, [witness.verifier]);
    assert.deepEqual(changed, { ok: false, error: 'bad_signature' }, `bit ${bit}`);
  }
  assert.ok(!verifyNote({ text: 'other\n', signatures: [cosignature] }, [witness.verifier]).ok);
});

test('a cosignature that is too short is refused, never thrown over', () => {
  const cosignature = cosignText(TEXT, witness.signer, instant(0));
  for (const length of [1, 7, 8, 9, 71]) {
    const signatures = [{ ...cosignature, bytes: Uint8Array.from(cosignature.bytes.subarray(0, length)) }];
    assert.deepEqual(verifyNote({ text: TEXT, signatures }, [witness.verifier]), {
      ok: false,
      error: 'bad_signature',
    });
  }
});

test('a cosignature of a time that no calendar has is refused, however well signed', () => {
  for (const seconds of [8_640_000_000_001, 2 ** 53 - 1, 2 ** 60]) {
    const time = Buffer.alloc(8);
    time.writeBigUInt64BE(BigInt(seconds));
    const made = witness.signer.key.sign(utf8(`cosignature/v1\ntime ${seconds}\n${TEXT}`));
    const { name, keyId } = witness.signer;
    const note = { text: TEXT, signatures: [{ name, keyId, bytes: Buffer.concat([time, made]) }] };
    assert.deepEqual(
      verifyNote(note, [witness.verifier]),
      { ok: false, error: 'bad_signature' },
      `${seconds}`,
    );
  }
});

test('a key signs only what its type is for', () => {
  assert.throws(() => signText(TEXT, witness.signer), /witness key/);
  assert.throws(() => cosignText(TEXT, ann.signer, instant(0)), /witness key/);
});

test('a hundred signatures are read, a hundred and one are refused', () => {
  const signature = signText(TEXT, ann.signer);
  const signed = (count: number) => formatNote({ text: TEXT, signatures: new Array(count).fill(signature) });
  assert.equal(parseNote(signed(100))?.signatures.length, 100);
  assert.equal(parseNote(signed(101)), null);
  assert.equal(parseNote(`${'x'.repeat(1_000_000)}\n\n${formatSignatureLine(signature)}`), null);
});

test('a signature line has one spelling', () => {
  const line = formatSignatureLine(signText(TEXT, ann.signer)).trimEnd();
  assert.ok(parseSignatureLine(line) !== null);
  const others = [
    line.replace('—', '-'),
    line.replace('— ', '—'),
    `${line} `,
    ` ${line}`,
    line.replace('= ', ''),
    '— ',
    '',
    line.replace(/=+$/, ''),
    `${line}=`,
    line.replace('ann', 'a+n'),
    line.replace(/ (\S+)$/, '  $1'),
    `${line} AAAA`,
  ];
  for (const other of others) if (other !== line) assert.equal(parseSignatureLine(other), null, other);
});

test('no note is written that would not be read', () => {
  const signatures = [signText(TEXT, ann.signer)];
  for (const text of ['', 'no newline', 'tab\t\n', 'return\r\n', 'half \ud800\n', 'null\0\n']) {
    assert.throws(() => formatNote({ text, signatures }), { name: 'RangeError' });
  }
  assert.throws(() => formatNote({ text: TEXT, signatures: [] }), { name: 'RangeError' });
});
