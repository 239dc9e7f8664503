import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseAddCheckpoint } from '../../../src/domain/audit/add-checkpoint.ts';
import type { TreeHead } from '../../../src/domain/audit/merkle-proof.ts';
import { judgeCheckpoint, originOf, type WitnessVerdict } from '../../../src/domain/audit/witness-rule.ts';
import { keyPair } from './log-keys.ts';
import { LOG, ORIGIN, watchedLog } from './witnessed-log.ts';

const log = watchedLog('a');
const other = watchedLog('b');
const KNOWN = { origin: ORIGIN, keys: [LOG.verifier] };

function judged(body: string, last: TreeHead | null, known: typeof KNOWN | null = KNOWN): WitnessVerdict {
  const request = parseAddCheckpoint(body);
  assert.ok(request !== null);
  return judgeCheckpoint(request, known, last);
}

const type = (body: string, last: TreeHead | null) => judged(body, last).type;

test('every checkpoint that continues the last one is cosigned, from every size to every other', () => {
  for (let from = 0; from <= 20; from++) {
    for (let to = from; to <= 20; to++) {
      const verdict = judged(log.request(from, to), from === 0 ? null : log.head(from));
      assert.ok(verdict.type === 'continues', `${from} to ${to}: ${verdict.type}`);
      assert.equal(verdict.checkpoint.size, to);
    }
  }
});

test('a log that nobody watches here, or that nobody signed, is told apart', () => {
  const body = log.request(0, 5);
  assert.equal(judged(body, null, null).type, 'unknown_log');
  const stranger = keyPair(ORIGIN.replace('log', 'gol'));
  assert.equal(type(log.request(0, 5, log.note(5, stranger.signer)), null), 'not_signed');
  const forged = log.note(5).replace(/.{8}\n$/, 'AAAAAAA=\n');
  assert.equal(type(log.request(0, 5, forged), null), 'not_signed');
  assert.equal(judged(body, null, { ...KNOWN, origin: 'else.example' }).type, 'not_signed');
});

test('a size other than the one that was seen last is answered with that one', () => {
  const last = log.head(7);
  for (const [from, to] of [
    [0, 9],
    [6, 9],
    [8, 9],
    [0, 3],
    [3, 5],
  ] as const) {
    assert.deepEqual(judged(log.request(from, to), last), { type: 'other_size', known: 7 });
  }
});

test('another history is never cosigned: not of the same size, nor as a continuation, nor as an older one', () => {
  const last = log.head(7);
  assert.deepEqual(judged(other.request(7, 7), last), { type: 'forked', known: 7 });
  assert.equal(type(other.request(7, 12), last), 'inconsistent');
  assert.equal(type(other.request(0, 12), last), 'other_size');
  assert.equal(type(log.request(7, 12).replace(/\n[^\n]+\n\n/, '\n\n'), last), 'inconsistent');
});

test('a proof where nothing is to be proven, and an old size above the new one, are refused', () => {
  const [, proofLine = ''] = log.request(7, 12).split('\n');
  const withProof = log.request(7, 7).replace('old 7\n', `old 7\n${proofLine}\n`);
  assert.equal(type(withProof, log.head(7)), 'inconsistent');
  assert.equal(type(log.request(0, 7).replace('old 0\n', `old 0\n${proofLine}\n`), null), 'inconsistent');
  assert.equal(type(log.request(9, 7), log.head(9)), 'malformed');
  assert.equal(type(log.request(0, 7, 'nothing\n'), null), 'malformed');
});

test('which log a request is about is read without believing it', () => {
  const read = (body: string) => {
    const request = parseAddCheckpoint(body);
    return request === null ? null : originOf(request);
  };
  assert.equal(read(log.request(0, 5)), ORIGIN);
  assert.equal(read(log.request(0, 5, 'nothing\n')), null);
  assert.equal(read(log.request(0, 5, `\n\n${log.note(5)}`)), null);
});
