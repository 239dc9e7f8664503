import type { KeyedStream } from '../../kernel/keyed-stream.ts';
import { matchPlaces } from './matching.ts';

/** Words of 32 bits in which a value's marks are kept. */
export const MARK_WORDS = 3;

/** Values among which decoys are dealt; each is known by its place in the frame, from 0 on. */
export type Frame = {
  /**
   * Lengths of the runs of neighbouring values that make up the frame. Two values of one run never share a block.
   * Their sum is a multiple of the block size, and none is longer than there are blocks.
   */
  readonly runs: readonly number[];
  /** `MARK_WORDS` words a value. Two values with a bit in common would give the same answer to some question. */
  readonly marks: Int32Array;
};

/**
 * Deals a frame into blocks of `size`, each value into exactly one.
 *
 * The runs are laid one after the other round a wheel with one place a block. As none is longer than a turn, and all
 * together are `size` whole turns, every block gets `size` values of different runs. Which value of a run goes to
 * which of its places is a keyed shuffle, corrected by a matching so that values with a mark in common do not meet.
 * Where no matching achieves that, some do meet.
 * @returns the blocks one after the other, each in no particular order.
 */
export function deal(frame: Frame, size: number, choices: KeyedStream): Int32Array {
  const total = frame.runs.reduce((sum, length) => sum + length, 0);
  const blocks = new Blocks(total / size, size, frame.marks);
  for (const { start, length } of shortestFirst(frame.runs)) {
    const values = choices.shuffle(neighbours(start, length));
    const placeOf = matchPlaces(length, (place, nth) => blocks.isOpenTo(values[nth] ?? 0, start + place));
    for (let nth = 0; nth < length; nth++) blocks.add(values[nth] ?? 0, start + (placeOf[nth] ?? 0));
  }
  return blocks.dealt;
}

/** The blocks of a frame while they fill. A place on the wheel is a block's number, plus any number of turns. */
class Blocks {
  readonly dealt: Int32Array;
  readonly #filled: Uint8Array;
  /** The marks of each block's values so far. */
  readonly #taken: Int32Array;
  readonly #marks: Int32Array;
  readonly #count: number;
  readonly #size: number;

  constructor(count: number, size: number, marks: Int32Array) {
    this.dealt = new Int32Array(count * size);
    this.#filled = new Uint8Array(count);
    this.#taken = new Int32Array(count * MARK_WORDS);
    this.#marks = marks;
    this.#count = count;
    this.#size = size;
  }

  isOpenTo(value: number, place: number): boolean {
    const taken = (place % this.#count) * MARK_WORDS;
    const marks = value * MARK_WORDS;
    // Written out, since each page asks this some thousands of times.
    return (
      ((this.#taken[taken] ?? 0) & (this.#marks[marks] ?? 0)) === 0 &&
      ((this.#taken[taken + 1] ?? 0) & (this.#marks[marks + 1] ?? 0)) === 0 &&
      ((this.#taken[taken + 2] ?? 0) & (this.#marks[marks + 2] ?? 0)) === 0
    );
  }

  add(value: number, place: number): void {
    const block = place % this.#count;
    const filled = this.#filled[block] ?? 0;
    this.dealt[block * this.#size + filled] = value;
    this.#filled[block] = filled + 1;
    const taken = block * MARK_WORDS;
    const marks = value * MARK_WORDS;
    for (let word = 0; word < MARK_WORDS; word++) {
      this.#taken[taken + word] = (this.#taken[taken + word] ?? 0) | (this.#marks[marks + word] ?? 0);
    }
  }
}

function neighbours(start: number, length: number): Int32Array {
  const values = new Int32Array(length);
  for (let nth = 0; nth < length; nth++) values[nth] = start + nth;
  return values;
}

/** A short run has few places to choose from: it goes first, while every block is still open to it. */
function shortestFirst(runs: readonly number[]): { readonly start: number; readonly length: number }[] {
  let next = 0;
  const placed = runs.map((length) => {
    const start = next;
    next += length;
    return { start, length };
  });
  return placed.sort((a, b) => a.length - b.length);
}
