import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { utf8 } from '../../src/kernel/bytes.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { open, seal } from '../../src/kernel/sealing.ts';

const SEED = { seed: 20261122 };
const KEY = sha256('a key');
const NONCE = sha256('a nonce').subarray(0, 12);
const sealed = (plain: string): Uint8Array => seal(KEY, NONCE, 'fact:one', utf8(plain));

describe('what is sealed', () => {
  test('opens with its key and context, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.uint8Array(),
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        fc.string(),
        (plain, nonce, context) => {
          const opened = open(KEY, context, seal(KEY, nonce, context, plain));
          assert.ok(opened !== null);
          assert.deepEqual([...opened], [...plain]);
        },
      ),
      SEED,
    );
  });

  test('does not open after any one of its bits was changed', () => {
    const original = sealed('1980-02-03');
    for (let bit = 0; bit < original.byteLength * 8; bit++) {
      const changed = Uint8Array.from(original);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.equal(open(KEY, 'fact:one', changed), null, `bit ${bit}`);
    }
  });

  test('does not open where anything was cut off or added', () => {
    const original = sealed('1980-02-03');
    for (let length = 0; length < original.byteLength; length++) {
      assert.equal(open(KEY, 'fact:one', original.subarray(0, length)), null);
    }
    assert.equal(open(KEY, 'fact:one', Uint8Array.of(...original, 0)), null);
  });

  test('does not open with another key or for another context', () => {
    assert.equal(open(sha256('another key'), 'fact:one', sealed('x')), null);
    assert.equal(open(KEY, 'fact:two', sealed('x')), null);
    assert.equal(open(KEY, '', sealed('x')), null);
  });

  test('shows nothing of what it holds but its length', () => {
    assert.ok(!Buffer.from(sealed('1980-02-03')).includes('1980'));
    assert.equal(sealed('1980-02-03').byteLength, 12 + 10 + 16);
  });
});
