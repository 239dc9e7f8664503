import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddCheckpoint, parseAddCheckpoint } from '../../../src/domain/audit/add-checkpoint.ts';
import { toBase64 } from '../../../src/kernel/bytes.ts';

const hash = (fill: number) => new Uint8Array(32).fill(fill);
const NOTE = 'log.example\n3\nAAAA\n\n— log.example AAAAAA==\n';

test('a request is written as the protocol has it, and read back', () => {
  const request = { oldSize: 20, proof: [hash(1), hash(2)], checkpoint: NOTE };
  const body = formatAddCheckpoint(request);
  assert.equal(body, `old 20\n${toBase64(hash(1))}\n${toBase64(hash(2))}\n\n${NOTE}`);
  const parsed = parseAddCheckpoint(body);
  assert.deepEqual(parsed, {
    oldSize: 20,
    proof: [Buffer.from(hash(1)), Buffer.from(hash(2))],
    checkpoint: NOTE,
  });
  const first = formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: NOTE });
  assert.equal(first, `old 0\n\n${NOTE}`);
  assert.deepEqual(parseAddCheckpoint(first), { oldSize: 0, proof: [], checkpoint: NOTE });
});

test('what is not exactly in the format is no request', () => {
  const line = toBase64(hash(1));
  for (const body of [
    '',
    NOTE,
    `old\n\n${NOTE}`,
    `old 01\n\n${NOTE}`,
    `old -1\n\n${NOTE}`,
    `old 1 \n\n${NOTE}`,
    `old  1\n\n${NOTE}`,
    `old 9007199254740993\n\n${NOTE}`,
    `old 1\r\n\n${NOTE}`,
    `old 1\n${line.slice(4)}\n\n${NOTE}`,
    `old 1\n${line}=\n\n${NOTE}`,
    `old 1\n${line} \n\n${NOTE}`,
    `old 1\n${`${line}\n`.repeat(64)}\n${NOTE}`,
    `old 1\n${line}\n${NOTE.replace('\n\n', '\n')}`,
  ]) {
    assert.equal(parseAddCheckpoint(body), null, JSON.stringify(body.slice(0, 80)));
  }
  assert.equal(parseAddCheckpoint(`old 1\n${`${line}\n`.repeat(63)}\n${NOTE}`)?.proof.length, 63);
});

test('nobody is asked what the protocol cannot say', () => {
  assert.throws(() => formatAddCheckpoint({ oldSize: -1, proof: [], checkpoint: NOTE }), RangeError);
  const proof = Array.from({ length: 64 }, () => hash(0));
  assert.throws(() => formatAddCheckpoint({ oldSize: 1, proof, checkpoint: NOTE }), RangeError);
});
