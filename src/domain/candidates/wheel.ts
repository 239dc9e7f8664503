import type { KeyedStream } from '../../kernel/keyed-stream.ts';

/*
 * Blocks of k values that are exactly flat whatever the values' odds, as long as none is likelier than 1/k.
 *
 * Lay the values one after the other on a line, each as long as it is likely, and wind the line k times round a wheel
 * (McNaughton's wrap-around rule, 1959, from scheduling). As no value is longer than a turn, any spoke of the wheel
 * meets k different values, one a turn: they are a block. The page shows the block of the spoke that meets the truth at
 * a place of its length that the key chose.
 *
 * For a value i of length w in a line of length T, Pr(i) = w/T, and given i each of its places is shown with
 * probability 1/w: so Pr(i and this spoke) = 1/T, the same for all k values of the spoke. Hence
 * Pr(i | this spoke) = 1/k, exactly, for any number of values, divisible by k or not.
 *
 * Here a value's length is its weight, a whole number, and its places are k to each unit of it, so that a turn is a
 * whole number of places too.
 */

/** The values that one spoke meets, by their number on the line, in the order of turns; and where the spoke stands. */
export type Spoke = { readonly values: readonly number[]; readonly at: number };

/** So that the places of one value can be drawn from: a tenth of what a stream draws from at once. */
export const HEAVIEST_LINE = 2 ** 17;

/**
 * The spoke that meets `value` at a place that `choices` choose.
 * @param weights of the values on the line, whole numbers from 1 on, none above a `size`-th of their sum; their sum at most
 *   `HEAVIEST_LINE`, or all of them 1.
 */
export function spokeThrough(
  weights: ArrayLike<number>,
  value: number,
  size: number,
  choices: KeyedStream,
): Spoke {
  let turn = 0;
  let before = 0;
  for (let nth = 0; nth < weights.length; nth++) {
    if (nth === value) before = turn;
    turn += weights[nth] ?? 0;
  }
  const place = size * before + choices.below(size * (weights[value] ?? 0));
  const at = place % turn;
  const values: number[] = [];
  let end = 0;
  let next = 0;
  for (let nth = 0; values.length < size; nth++) {
    end += size * (weights[nth] ?? 0);
    if (at + next * turn < end) {
      values.push(nth);
      next++;
    }
  }
  return { values, at };
}
