import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { utf8 } from '../../src/kernel/bytes.ts';
import { equalInConstantTime } from '../../src/kernel/constant-time.ts';

test('secrets are equal where every byte is, and of different lengths never', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 4 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      assert.equal(equalInConstantTime(one, other), one === other);
      assert.equal(equalInConstantTime(utf8(one), one), true);
    }),
    { seed: 20261122 },
  );
  assert.equal(equalInConstantTime('', ''), true);
  assert.equal(equalInConstantTime('', '\0'), false);
  assert.equal(equalInConstantTime('abc', 'ab'), false);
});
