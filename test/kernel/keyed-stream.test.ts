import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sha256 } from '../../src/kernel/digest.ts';
import { KeyedStream } from '../../src/kernel/keyed-stream.ts';
import { looksUniform } from '../attacks/uniformity.ts';

const SEED = { seed: 20261122 };
const stream = (name: string): KeyedStream => new KeyedStream(sha256(name));

describe('a keyed stream', () => {
  test('is AES-256 in counter mode over zeros, read four bytes at a time, the lowest first', () => {
    // AES-256 of a zero block under the zero key: dc95c078a2408989ad48a21492842087 (NIST AESAVS, KAT vectors).
    const zeros = new KeyedStream(new Uint8Array(32));
    const choices = [0x78c095dc, 0x898940a2, 0x14a248ad, 0x87208492].map((word) =>
      Math.floor((word * 1_000_000) / 2 ** 32),
    );
    assert.deepEqual(
      choices.map(() => zeros.below(1_000_000)),
      choices,
    );
  });

  test('makes the same choices for the same key, and others for another', () => {
    const draw = (name: string) => {
      const choices = stream(name);
      return Array.from({ length: 5000 }, () => choices.below(1000));
    };
    assert.deepEqual(draw('one'), draw('one'));
    assert.notDeepEqual(draw('one'), draw('two'));
  });

  test('goes on past its first chunk without repeating itself', () => {
    const choices = stream('long');
    const draw = () => Array.from({ length: 1024 }, () => choices.below(2 ** 21));
    assert.notDeepEqual(draw(), draw());
  });

  test('stays below any bound from 1 to 2^21, and needs no choice for 1', () => {
    const choices = stream('bounds');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 21 }), (bound) => {
        const choice = choices.below(bound);
        assert.ok(Number.isInteger(choice) && choice >= 0 && choice < bound);
      }),
      SEED,
    );
    assert.equal(choices.below(1), 0);
  });

  for (const bound of [2, 3, 5, 7, 10, 31, 365, 366, 1000]) {
    test(`favours none of ${bound} choices`, () => {
      const choices = stream(`uniform below ${bound}`);
      const counts = new Array<number>(bound).fill(0);
      for (let nth = 0; nth < bound * 300; nth++) {
        const choice = choices.below(bound);
        counts[choice] = (counts[choice] ?? 0) + 1;
      }
      assert.ok(looksUniform(counts));
    });
  }

  test('shuffles into every order equally often', () => {
    const choices = stream('orders');
    const orders = new Map<string, number>();
    for (let nth = 0; nth < 24 * 500; nth++) {
      const order = choices.shuffle([0, 1, 2, 3]).join();
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    assert.equal(orders.size, 24);
    assert.ok(looksUniform([...orders.values()]));
  });

  test('loses and doubles nothing when it shuffles, and shuffles in place', () => {
    const choices = stream('shuffle');
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        const copy = [...items];
        assert.equal(choices.shuffle(copy), copy);
        assert.deepEqual(copy.toSorted(), items.toSorted());
      }),
      SEED,
    );
  });

  test('refuses a key that is not 32 bytes long', () => {
    assert.throws(() => new KeyedStream(new Uint8Array(16)));
  });
});
