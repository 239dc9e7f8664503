import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { matchPlaces } from '../../../src/domain/candidates/matching.ts';

const SEED = { seed: 20261122 };

/** A square table of what fits. */
const table = fc.integer({ min: 1, max: 7 }).chain((size) =>
  fc.array(fc.array(fc.boolean(), { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
);

const fitting = (fits: readonly (readonly boolean[])[], placeOf: Int32Array): number =>
  [...placeOf].filter((place, item) => fits[place]?.[item]).length;

/** The most places that can have an item that fits, by trying everything. */
function most(fits: readonly (readonly boolean[])[], place = 0, taken = 0): number {
  if (place === fits.length) return 0;
  const options = (fits[place] ?? []).flatMap((fit, item) =>
    fit && (taken & (1 << item)) === 0 ? [1 + most(fits, place + 1, taken | (1 << item))] : [],
  );
  return Math.max(most(fits, place + 1, taken), ...options);
}

describe('a matching', () => {
  test('gives each item one place, and each place one item', () => {
    fc.assert(
      fc.property(table, (fits) => {
        const placeOf = matchPlaces(fits.length, (place, item) => fits[place]?.[item] ?? false);
        assert.deepEqual([...placeOf].sort(), [...fits.keys()]);
      }),
      SEED,
    );
  });

  test('gives as many places an item that fits as any assignment could', () => {
    fc.assert(
      fc.property(table, (fits) => {
        const placeOf = matchPlaces(fits.length, (place, item) => fits[place]?.[item] ?? false);
        assert.equal(fitting(fits, placeOf), most(fits));
      }),
      { ...SEED, numRuns: 500 },
    );
  });

  test('moves what is already placed along a chain of any length', () => {
    // Each place takes its own item or the next; the last takes the first only, so all have to move by one.
    const count = 50;
    const placeOf = matchPlaces(count, (place, item) =>
      place === count - 1 ? item === 0 : item === place || item === place + 1,
    );
    assert.deepEqual([...placeOf], [count - 1, ...Array.from({ length: count - 1 }, (_, place) => place)]);
  });

  test('of nothing is empty', () => {
    assert.deepEqual([...matchPlaces(0, () => false)], []);
  });
});
