import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { spokeThrough } from '../../../src/domain/candidates/wheel.ts';
import { KeyedStream } from '../../../src/kernel/keyed-stream.ts';

/** A stream that makes one choice that the test made. */
class Chosen extends KeyedStream {
  readonly #choice: number;

  constructor(choice: number) {
    super(new Uint8Array(32));
    this.#choice = choice;
  }

  override below(bound: number): number {
    assert.ok(this.#choice < bound);
    return this.#choice;
  }
}

/** For every spoke, the values that show it, each with every place of its length that does. */
function everySpoke(weights: readonly number[], size: number): Map<number, number[]> {
  const shownBy = new Map<number, number[]>();
  for (const [value, weight] of weights.entries()) {
    for (let choice = 0; choice < size * weight; choice++) {
      const { at, values } = spokeThrough(weights, value, size, new Chosen(choice));
      assert.ok(values.includes(value), 'the truth is on its spoke');
      assert.equal(new Set(values).size, size, 'as many different values as options');
      shownBy.set(at, [...(shownBy.get(at) ?? []), value]);
    }
  }
  return shownBy;
}

describe('every spoke of the wheel', () => {
  const lines: readonly (readonly [string, readonly number[], number])[] = [
    ['as many values as options', [1, 1, 1, 1, 1], 5],
    ['a number of values that the options divide', new Array<number>(20).fill(1), 5],
    ['a number of values that they do not divide', new Array<number>(23).fill(1), 5],
    ['one value more than options', new Array<number>(8).fill(1), 7],
    ['values of different odds', [7, 1, 4, 2, 2, 5, 3, 4], 4],
    ['a value of the highest odds there can be', [5, 1, 3, 2, 4, 5], 4],
  ];
  for (const [what, weights, size] of lines) {
    test(`is shown equally often for each of its values: ${what}`, () => {
      for (const [at, shownBy] of everySpoke(weights, size)) {
        const [first = 0] = shownBy;
        const place = Array.from({ length: size * (weights[first] ?? 0) }, (_, nth) => nth).find(
          (nth) => spokeThrough(weights, first, size, new Chosen(nth)).at === at,
        );
        const { values } = spokeThrough(weights, first, size, new Chosen(place ?? 0));
        // Once each, and a value's places are as many as it is likely: the odds within the block are even.
        assert.deepEqual(shownBy.toSorted(), values.toSorted());
      }
    });
  }
});
