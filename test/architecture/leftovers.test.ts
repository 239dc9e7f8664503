import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftoverFaults } from './leftovers.ts';
import { described } from './samples.ts';

const faultsIn = (text: string) => described(leftoverFaults([{ path: 'docs/a.md', text }]));

// The words are put together here, so that this file does not hold them.
const leftover = (...parts: readonly string[]): string => parts.join('');

test('a note of something left to do is found, with its line', () => {
  for (const word of [leftover('TO', 'DO'), leftover('FIX', 'ME'), leftover('X', 'XX')]) {
    assert.deepEqual(faultsIn(`first\n// ${word}: later`), [
      'docs/a.md:2 holds a note of something left to do',
    ]);
  }
});

test('a path of one machine is found, in prose and in code', () => {
  for (const path of [leftover('/wo', 'rk/main'), leftover('/ro', 'ot/x'), leftover('/ho', 'me/ann/x')]) {
    assert.equal(faultsIn(`see ${path}`).length, 1, path);
    assert.equal(faultsIn(`open('${path}')`).length, 1, path);
  }
});

test('the marks of an unfinished merge are found', () => {
  assert.equal(faultsIn(`${'<'.repeat(7)} ours\na\n${'='.repeat(7)}\nb\n${'>'.repeat(7)} theirs`).length, 3);
});

test('words and addresses that only look alike are fine', () => {
  assert.deepEqual(
    faultsIn(leftover('https://example.test/wo', 'rk/ and a tree/ro', 'ot/hash and mastodon')),
    [],
  );
});
