import assert from 'node:assert/strict';
import { test } from 'node:test';
import { signCheckpoint } from '../../../src/domain/audit/checkpoint.ts';
import { inclusionPlan, proofFrom, rootOf, treeAt } from '../../../src/domain/audit/merkle-tree.ts';
import { formatProof, type LogProof, parseProof, verifyProof } from '../../../src/domain/audit/proof.ts';
import { vectors } from '../../vectors/vector-file.ts';
import { entryAt, logOf } from './grown-log.ts';
import { keyPair } from './log-keys.ts';

// The shape of tlog-proof.json, a file of this repository.
const published = vectors('tlog-proof') as {
  wellFormed: { name: string; text: string }[];
  malformed: { name: string; text: string }[];
};

const ORIGIN = 'log.example';
const log = keyPair(ORIGIN);
const trust = { log: { origin: ORIGIN, keys: [log.verifier] }, witnesses: [] };
const { node } = logOf(70);
const checkpointAt = (size: number): string =>
  signCheckpoint({ origin: ORIGIN, size, root: rootOf(treeAt(size, node)), extensions: [] }, log.signer);

const proofOf = (index: number, size: number): LogProof => ({
  index,
  hashes: proofFrom(inclusionPlan(index, size) ?? assert.fail(), node),
  checkpoint: checkpointAt(size),
  extra: null,
});

test('the published proofs are read, and written as they were', () => {
  for (const { name, text } of published.wellFormed) {
    const proof = parseProof(text);
    assert.ok(proof !== null, name);
    assert.equal(formatProof(proof), text, name);
  }
});

test('the example of the specification reads as it says', () => {
  const [example] = published.wellFormed;
  const proof = parseProof(example?.text ?? '') ?? assert.fail();
  assert.equal(proof.index, 73_894);
  assert.equal(proof.hashes.length, 5);
  assert.equal(proof.extra?.byteLength, 39);
  assert.ok(proof.checkpoint.startsWith('example.com/fancylog\n109482\n'));
});

test('the published malformed proofs are refused', () => {
  for (const { name, text } of published.malformed) assert.equal(parseProof(text), null, name);
});

test('every entry is proven at every size', () => {
  for (const size of [1, 2, 3, 7, 8, 33, 70]) {
    for (let index = 0; index < size; index++) {
      const proven = verifyProof(formatProof(proofOf(index, size)), entryAt(index), trust);
      assert.ok(proven.ok);
      assert.equal(proven.value.index, index);
      assert.equal(proven.value.checkpoint.size, size);
    }
  }
});

test('every flipped bit of a proof, and of the entry it proves, is refused', () => {
  const proof = Buffer.from(formatProof(proofOf(9, 21)));
  for (let bit = 0; bit < 8 * proof.byteLength; bit++) {
    assert.ok(!verifyProof(flipped(proof, bit).toString(), entryAt(9), trust).ok, `bit ${bit}`);
  }
  const entry = Buffer.from(entryAt(9));
  for (let bit = 0; bit < 8 * entry.byteLength; bit++) {
    const proven = verifyProof(proof.toString(), flipped(entry, bit), trust);
    assert.deepEqual(proven, { ok: false, error: 'not_included' });
  }
});

test('a proof with lines left out, repeated or swapped is refused', () => {
  const lines = formatProof(proofOf(9, 21)).split('\n');
  for (let place = 0; place < lines.length - 1; place++) {
    const line = lines[place] ?? assert.fail();
    assert.ok(
      !verifyProof(lines.toSpliced(place, 1).join('\n'), entryAt(9), trust).ok,
      `without line ${place}`,
    );
    assert.ok(
      !verifyProof(lines.toSpliced(place, 0, line).join('\n'), entryAt(9), trust).ok || isSignature(line),
    );
    const next = lines[place + 1] ?? assert.fail();
    if (next === line) continue;
    const swapped = lines
      .with(place, next)
      .with(place + 1, line)
      .join('\n');
    assert.ok(!verifyProof(swapped, entryAt(9), trust).ok, `lines ${place} and ${place + 1} swapped`);
  }
});

/** The format lets a signature stand twice. */
const isSignature = (line: string): boolean => line.startsWith('—');

test('why a proof is refused is told apart', () => {
  const proof = proofOf(4, 9);
  const why = (text: string, entry = entryAt(4)) => verifyProof(text, entry, trust);
  assert.deepEqual(why('nonsense'), { ok: false, error: 'malformed' });
  assert.deepEqual(why(formatProof({ ...proof, checkpoint: 'nonsense\n' })), {
    ok: false,
    error: 'malformed',
  });
  assert.deepEqual(why(formatProof({ ...proof, extra: Uint8Array.of(1) })), {
    ok: false,
    error: 'extra_data',
  });
  assert.deepEqual(why(formatProof({ ...proof, index: 5 })), { ok: false, error: 'not_included' });
  assert.deepEqual(why(formatProof({ ...proof, checkpoint: checkpointAt(10) })), {
    ok: false,
    error: 'not_included',
  });
  assert.deepEqual(why(formatProof(proof), entryAt(5)), { ok: false, error: 'not_included' });
  const elsewhere = { ...trust, log: { ...trust.log, origin: 'other.example' } };
  assert.deepEqual(verifyProof(formatProof(proof), entryAt(4), elsewhere), { ok: false, error: 'other_log' });
  const unknown = { ...trust, log: { origin: ORIGIN, keys: [] } };
  assert.deepEqual(verifyProof(formatProof(proof), entryAt(4), unknown), {
    ok: false,
    error: 'not_signed_by_log',
  });
});

test('a text in any other spelling is no proof', () => {
  const text = formatProof(proofOf(4, 9));
  const hash = text.split('\n')[2] ?? assert.fail();
  const others = [
    ` ${text}`,
    text.replace('@v1', '@v2'),
    text.replaceAll('\n', '\r\n'),
    text.replace('index 4', 'index 04'),
    text.replace('index 4', 'Index 4'),
    text.replace('index 4', 'index  4'),
    text.replace('index 4', 'index 4 '),
    text.replace('index 4', 'index +4'),
    text.replace('index 4', 'index 9007199254740992'),
    text.replace('index 4\n', ''),
    text.replace('index 4', 'extra \nindex 4'),
    text.replace('index 4', 'extra AA==\nextra AA==\nindex 4'),
    text.replace('index 4', 'index 4\nextra AA=='),
    text.replace(hash, hash.replace('=', '')),
    text.replace(hash, Array(64).fill(hash).join('\n')),
    '',
  ];
  for (const other of others) assert.equal(parseProof(other), null, JSON.stringify(other));
});

test('an index that is none is not written', () => {
  for (const index of [-1, 0.5, 2 ** 53])
    assert.throws(() => formatProof({ ...proofOf(0, 1), index }), { name: 'RangeError' });
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[Math.floor(bit / 8)] = (copy[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
  return copy;
}
