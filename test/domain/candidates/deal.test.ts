import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { deal, MARK_WORDS } from '../../../src/domain/candidates/deal.ts';
import { sha256 } from '../../../src/kernel/digest.ts';
import { KeyedStream } from '../../../src/kernel/keyed-stream.ts';

const SEED = { seed: 20261122 };

/** Runs that fill `size` turns of a wheel of `blocks` places, none of them longer than a turn. */
const frames = fc
  .record({
    size: fc.integer({ min: 2, max: 10 }),
    blocks: fc.integer({ min: 1, max: 40 }),
    seed: fc.string(),
  })
  .map(({ size, blocks, seed }) => {
    const choices = new KeyedStream(sha256(seed));
    const runs: number[] = [];
    for (let left = size * blocks; left > 0; ) {
      const run = Math.min(left, 1 + choices.below(blocks));
      runs.push(run);
      left -= run;
    }
    return { size, blocks, runs, choices };
  });

const unmarked = (values: number): Int32Array => new Int32Array(values * MARK_WORDS);

describe('a deal', () => {
  test('puts each value of a frame into exactly one block', () => {
    fc.assert(
      fc.property(frames, ({ size, blocks, runs, choices }) => {
        const dealt = deal({ runs, marks: unmarked(size * blocks) }, size, choices);
        assert.deepEqual(
          [...dealt].sort((a, b) => a - b),
          Array.from({ length: size * blocks }, (_, value) => value),
        );
      }),
      SEED,
    );
  });

  test('never puts two values of one run into one block', () => {
    fc.assert(
      fc.property(frames, ({ size, blocks, runs, choices }) => {
        const runOf = runs.flatMap((length, run) => new Array<number>(length).fill(run));
        const dealt = deal({ runs, marks: unmarked(size * blocks) }, size, choices);
        for (let block = 0; block < blocks; block++) {
          const members = [...dealt.subarray(block * size, (block + 1) * size)];
          assert.equal(new Set(members.map((value) => runOf[value])).size, size);
        }
      }),
      SEED,
    );
  });

  test('keeps values with a mark in common apart, wherever that can be done', () => {
    // Three runs of three values with the marks a, b, c: each block can have one of each run and one of each mark.
    for (let word = 0; word < MARK_WORDS; word++) {
      const marks = unmarked(9);
      for (let value = 0; value < 9; value++) marks[value * MARK_WORDS + word] = 1 << (value % 3);
      for (const seed of ['one', 'two', 'three', 'four', 'five']) {
        const dealt = deal({ runs: [3, 3, 3], marks }, 3, new KeyedStream(sha256(seed)));
        for (let block = 0; block < 3; block++) {
          const members = [...dealt.subarray(block * 3, block * 3 + 3)];
          assert.equal(new Set(members.map((value) => value % 3)).size, 3);
        }
      }
    }
  });

  test('is the same for the same choices, and another for others', () => {
    const dealt = (seed: string) => [
      ...deal({ runs: [30, 30, 30], marks: unmarked(90) }, 3, new KeyedStream(sha256(seed))),
    ];
    assert.deepEqual(dealt('one'), dealt('one'));
    assert.notDeepEqual(dealt('one'), dealt('two'));
  });
});
