import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kept } from '../../src/kernel/kept.ts';

test('what is kept is made once; where there is no room, what was kept longest goes', () => {
  const values = new Map<string, string | null>();
  const made: string[] = [];
  const ask = (key: string) =>
    kept(values, 2, key, () => {
      made.push(key);
      return key === 'none' ? null : key.toUpperCase();
    });
  assert.deepEqual(['a', 'none', 'a', 'none', 'b', 'none', 'a'].map(ask), [
    'A',
    null,
    'A',
    null,
    'B',
    null,
    'A',
  ]);
  assert.deepEqual(made, ['a', 'none', 'b', 'a']);
  assert.deepEqual([...values.keys()], ['b', 'a']);
});
