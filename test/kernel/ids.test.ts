import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ID_RANDOM_BYTES, makeId, parseId } from '../../src/kernel/ids.ts';
import { instant } from '../../src/kernel/instant.ts';

const SEED = { seed: 20261122 };
const random = fc.uint8Array({ minLength: ID_RANDOM_BYTES, maxLength: ID_RANDOM_BYTES });
const time = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('an id says what it names, and is read back as itself', () => {
  fc.assert(
    fc.property(time, random, (at, bytes) => {
      const id = makeId('challenge', instant(at), bytes);
      assert.match(id, /^chl_[0-9a-f]{32}$/);
      assert.equal(parseId('challenge', id), id);
      assert.equal(parseId('delivery', id), null);
    }),
    SEED,
  );
});

test('ids made later sort later', () => {
  fc.assert(
    fc.property(time, time, random, random, (one, other, some, more) => {
      fc.pre(one < other);
      assert.ok(makeId('key', instant(one), some) < makeId('key', instant(other), more));
    }),
    SEED,
  );
});

test('ids made at the same time differ by their random bytes', () => {
  const at = instant(0x01_02_03_04_05_06);
  const zeros = new Uint8Array(ID_RANDOM_BYTES);
  assert.equal(makeId('delivery', at, zeros), `dlv_010203040506${'00'.repeat(10)}`);
  assert.notEqual(makeId('delivery', at, zeros), makeId('delivery', at, zeros.with(9, 1)));
});

test('nothing but the one spelling of an id is an id', () => {
  const id = `chl_${'0123456789abcdef'.repeat(2)}`;
  assert.equal(parseId('challenge', id), id);
  for (const text of [
    '',
    'chl_',
    id.slice(4),
    id.slice(0, -1),
    `${id}0`,
    `${id}\n`,
    ` ${id}`,
    id.toUpperCase(),
    id.replace('chl', 'dlv'),
  ]) {
    assert.equal(parseId('challenge', text), null, JSON.stringify(text));
  }
});
