import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Checkpoint,
  formatCheckpoint,
  growthOf,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
} from '../../../src/domain/audit/checkpoint.ts';
import {
  consistencyPlan,
  emptyRoot,
  proofFrom,
  rootOf,
  treeAt,
} from '../../../src/domain/audit/merkle-tree.ts';
import { parseVerifierKey } from '../../../src/domain/audit/note-key.ts';
import { cosignText, formatSignatureLine } from '../../../src/domain/audit/signed-note.ts';
import { toBase64 } from '../../../src/kernel/bytes.ts';
import { instant } from '../../../src/kernel/instant.ts';
import { vectors } from '../../vectors/vector-file.ts';
import { logOf } from './grown-log.ts';
import { keyPair } from './log-keys.ts';

// The parts of signed-note.json, a file of this repository, that this test needs.
const published = vectors('signed-note') as {
  notes: { name: string; note: string; keys: string[] }[];
  cosigned: { note: string; log: string; witness: string; cosignedAt: string; unknown: number };
};
const keyOf = (text: string | undefined) => parseVerifierKey(text ?? '') ?? assert.fail(text);

const ORIGIN = 'log.example';
const log = keyPair(ORIGIN);
const successor = keyPair('log.example/2');
const witness = keyPair('witness.example', 'cosignature');
const trust = { log: { origin: ORIGIN, keys: [log.verifier] }, witnesses: [witness.verifier] };

const { node } = logOf(40);
const checkpointAt = (size: number): Checkpoint => ({
  origin: ORIGIN,
  size,
  root: rootOf(treeAt(size, node)),
  extensions: [],
});
const textAt = (size: number): string => formatCheckpoint(checkpointAt(size));
const withCosignature = (note: string, text: string): string =>
  note + formatSignatureLine(cosignText(text, witness.signer, instant(1_800_000_000_000)));

test('a checkpoint that sum.golang.org published opens', () => {
  const sumdb = published.notes.find(({ note }) => note.startsWith('go.sum')) ?? assert.fail();
  const key = keyOf(sumdb.keys[0]);
  const opened = openCheckpoint(sumdb.note, {
    log: { origin: 'go.sum database tree', keys: [key] },
    witnesses: [],
  });
  assert.ok(opened.ok);
  assert.equal(opened.value.checkpoint.size, 20_852_163);
  assert.equal(toBase64(opened.value.checkpoint.root), 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=');
  assert.deepEqual(opened.value.signedBy, [key]);
});

test('a checkpoint of a public log opens with its witness, and tells how many lines nobody checked', () => {
  const { note, log: logKey, witness: witnessKey, cosignedAt, unknown } = published.cosigned;
  const key = keyOf(logKey);
  const opened = openCheckpoint(note, {
    log: { origin: key.name, keys: [key] },
    witnesses: [keyOf(witnessKey)],
  });
  assert.ok(opened.ok);
  assert.equal(opened.value.checkpoint.size, 1_432_088_532);
  assert.deepEqual(
    opened.value.cosignatures.map(({ at }) => new Date(at).toISOString()),
    [cosignedAt],
  );
  assert.equal(opened.value.unknownSignatures, unknown);
});

test('what is signed opens again, at every size', () => {
  for (let size = 0; size <= 40; size++) {
    const opened = openCheckpoint(signCheckpoint(checkpointAt(size), log.signer), trust);
    assert.ok(opened.ok);
    assert.equal(formatCheckpoint(opened.value.checkpoint), textAt(size));
    assert.deepEqual(opened.value.signedBy, [log.verifier]);
  }
});

test('every flipped bit of a signed and witnessed checkpoint is refused, or leaves a line that nobody vouches for', () => {
  const note = Buffer.from(withCosignature(signCheckpoint(checkpointAt(5), log.signer), textAt(5)));
  for (let bit = 0; bit < 8 * note.byteLength; bit++) {
    const copy = Buffer.from(note);
    copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
    const opened = openCheckpoint(copy.toString(), trust);
    assert.ok(!opened.ok || opened.value.unknownSignatures > 0, `bit ${bit}`);
  }
});

test('a checkpoint of another log, or signed by another key, is not believed', () => {
  const other = { log: { origin: 'other.example', keys: [log.verifier] }, witnesses: [] };
  const note = signCheckpoint(checkpointAt(3), log.signer);
  assert.deepEqual(openCheckpoint(note, other), { ok: false, error: 'other_log' });
  const stranger = signCheckpoint(checkpointAt(3), successor.signer);
  assert.deepEqual(openCheckpoint(stranger, trust), { ok: false, error: 'not_signed_by_log' });
});

test('a witness cannot stand in for the log', () => {
  const unsigned = `${textAt(3)}\n`;
  const note = withCosignature(unsigned, textAt(3));
  assert.deepEqual(openCheckpoint(note, trust), { ok: false, error: 'not_signed_by_log' });
  const mistaken = { log: { origin: ORIGIN, keys: [witness.verifier] }, witnesses: [witness.verifier] };
  assert.deepEqual(openCheckpoint(note, mistaken), { ok: false, error: 'not_signed_by_log' });
});

test('a log key among the witnesses is no witness', () => {
  const note = signCheckpoint(checkpointAt(3), log.signer);
  const opened = openCheckpoint(note, { ...trust, witnesses: [log.verifier] });
  assert.ok(opened.ok);
  assert.deepEqual(opened.value.cosignatures, []);
});

test('after a rotation, checkpoints under either key open', () => {
  const keys = [log.verifier, successor.verifier];
  for (const { signer, verifier } of [log, successor]) {
    const note = signCheckpoint(checkpointAt(7), signer);
    const opened = openCheckpoint(note, { log: { origin: ORIGIN, keys }, witnesses: [] });
    assert.ok(opened.ok);
    assert.deepEqual(opened.value.signedBy, [verifier]);
  }
});

test('a witness that cosigned twice counts once, with its first time', () => {
  const text = textAt(4);
  const note =
    withCosignature(signCheckpoint(checkpointAt(4), log.signer), text) +
    formatSignatureLine(cosignText(text, witness.signer, instant(1_900_000_000_000)));
  const opened = openCheckpoint(note, trust);
  assert.ok(opened.ok);
  assert.deepEqual(opened.value.cosignatures, [{ witness: witness.verifier, at: 1_800_000_000_000 }]);
});

const ROOT = toBase64(emptyRoot());

test('a text that is not exactly a checkpoint is refused', () => {
  const texts = [
    '',
    '\n',
    'a\n',
    `a\n1\n`,
    `a\n1\n${ROOT}`,
    `\n1\n${ROOT}\n`,
    `a\n01\n${ROOT}\n`,
    `a\n-1\n${ROOT}\n`,
    `a\n+1\n${ROOT}\n`,
    `a\n1.0\n${ROOT}\n`,
    `a\n1e1\n${ROOT}\n`,
    `a\n 1\n${ROOT}\n`,
    `a\nbananas\n${ROOT}\n`,
    `a\n9007199254740992\n${ROOT}\n`,
    `a\n3438945738945739845734895735\n${ROOT}\n`,
    'a\n1\nYmFuYW5hcw==\n',
    "a\n1\nThisIsn'tBase64\n",
    `a\n1\n${ROOT.slice(0, -1)}\n`,
    `a\n1\n${ROOT}=\n`,
    `a\n1\n${ROOT.replace('FU=', 'FV=')}\n`,
    `a\n1\n${ROOT}\n\n`,
    `a\n1\n${ROOT}\n\nx\n`,
    `a\n1\n\n${ROOT}\n`,
    `a\n0\n${toBase64(new Uint8Array(32))}\n`,
  ];
  for (const text of texts) assert.equal(parseCheckpoint(text), null, JSON.stringify(text));
});

test('extension lines are kept, to the letter', () => {
  const text = `a b\n9007199254740991\n${ROOT}\nfirst line\n second\n`;
  const checkpoint = parseCheckpoint(text) ?? assert.fail();
  assert.deepEqual(checkpoint.extensions, ['first line', ' second']);
  assert.equal(formatCheckpoint(checkpoint), text);
});

test('no checkpoint is written that would not be read', () => {
  const good = checkpointAt(3);
  const bad: readonly Partial<Checkpoint>[] = [
    { origin: '' },
    { origin: 'two\nlines' },
    { size: -1 },
    { size: 1.5 },
    { size: 0 },
    { root: new Uint8Array(31) },
    { extensions: [''] },
    { extensions: ['two\n\nlines'] },
  ];
  for (const part of bad) assert.throws(() => formatCheckpoint({ ...good, ...part }), { name: 'RangeError' });
});

test('a log that grew by appending is consistent with every earlier checkpoint', () => {
  for (let later = 0; later <= 40; later++) {
    for (let earlier = 0; earlier <= later; earlier++) {
      const plan = earlier === 0 ? [] : (consistencyPlan(earlier, later) ?? assert.fail());
      assert.equal(growthOf(checkpointAt(earlier), checkpointAt(later), proofFrom(plan, node)), 'consistent');
    }
  }
});

test('another log, a smaller one, a rewritten one and a proof where none belongs are told apart', () => {
  const proof = proofFrom(consistencyPlan(5, 9) ?? assert.fail(), node);
  const [five, nine] = [checkpointAt(5), checkpointAt(9)];
  assert.equal(growthOf({ ...five, origin: 'b' }, nine, proof), 'other_log');
  assert.equal(growthOf(nine, five, proof), 'shrunk');
  assert.equal(growthOf({ ...five, root: checkpointAt(6).root }, nine, proof), 'inconsistent');
  assert.equal(growthOf(five, { ...nine, root: checkpointAt(8).root }, proof), 'inconsistent');
  assert.equal(growthOf(five, { ...five, root: nine.root }, []), 'inconsistent');
  assert.equal(growthOf(five, nine, []), 'inconsistent');
  assert.equal(growthOf(checkpointAt(0), nine, proof), 'inconsistent');
});
