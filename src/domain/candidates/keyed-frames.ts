import { choicesOf, type Partition } from './partition.ts';
import { HEAVIEST_LINE, spokeThrough } from './wheel.ts';

/*
 * How a domain other than dates is cut into frames, and each frame into blocks (wheel.ts). A frame depends on the
 * domain and the client's key, never on the truth.
 */

/** Values of a block, by their number in the domain, in no particular order; and a number that names the block. */
export type Block = { readonly values: readonly number[]; readonly name: number };

/** Values in a frame where nothing is known of any: enough for decoys without a pattern, and quickly shuffled. */
const FRAME = 100;

/** Blocks that a frame of listed values has at least, so that two clients rarely share one. */
const BLOCKS_IN_A_FRAME = 4;

/** Of `count` values that are all alike and in no order: endings of numbers, or a list. */
export function blockOfAlike(partition: Partition, value: number, count: number): Block {
  const { factor, shift } = scattering(partition, count);
  const scattered = (value * factor + shift) % count;
  const frames = Math.max(1, Math.floor(count / FRAME));
  const frame = Math.min(Math.floor(scattered / FRAME), frames - 1);
  const first = frame * FRAME;
  const length = (frame === frames - 1 ? count : first + FRAME) - first;
  const back = inverse(factor, count);
  const block = blockOfFrame(partition, first, new Uint32Array(length).fill(1), scattered - first);
  return {
    name: block.name,
    values: block.values.map((nth) => ((((first + nth - shift) % count) + count) * back) % count),
  };
}

/** Of `count` values that are alike to their neighbours: years, and bands of amounts. */
export function blockOfNeighbours(partition: Partition, value: number, count: number): Block {
  const { size } = partition;
  const offset = choicesOf(partition, 'grid', 0).below(size);
  const last = Math.max(0, Math.floor((count - offset) / size) - 1);
  const nth = Math.min(Math.max(Math.floor((value - offset) / size), 0), last);
  const first = nth === 0 ? 0 : offset + nth * size;
  const end = nth === last ? count : offset + (nth + 1) * size;
  const block = blockOfFrame(partition, first, new Uint32Array(end - first).fill(1), value - first);
  return { name: block.name, values: block.values.map((each) => first + each) };
}

/** Of listed values, the commonest first: frames hold neighbours in popularity, with exact odds within each. */
export function blockOfListed(partition: Partition, value: number, popularity: readonly number[]): Block {
  let first = 0;
  let end = frameEnd(popularity, first, partition.size);
  while (end <= value) {
    first = end;
    end = frameEnd(popularity, first, partition.size);
  }
  const weights = wholeWeights(popularity.slice(first, end), partition.size);
  const block = blockOfFrame(partition, first, weights, value - first);
  return { name: block.name, values: block.values.map((nth) => first + nth) };
}

/**
 * Where the frame that begins at `first` ends: as soon as its commonest value has no more than a block's share of it,
 * unless what would then be left makes no frame of its own.
 */
function frameEnd(popularity: readonly number[], first: number, size: number): number {
  const end = smallestFrame(popularity, first, size);
  if (end === null) return popularity.length;
  return smallestFrame(popularity, end, size) === null ? popularity.length : end;
}

function smallestFrame(popularity: readonly number[], first: number, size: number): number | null {
  const needed = size * (popularity[first] ?? 0);
  let sum = 0;
  for (let nth = first; nth < popularity.length; nth++) {
    sum += popularity[nth] ?? 0;
    if (sum >= needed && nth - first + 1 >= BLOCKS_IN_A_FRAME * size) return nth + 1;
  }
  return null;
}

/** Popularity in whole numbers that the wheel can draw from, none above a block's share. */
function wholeWeights(popularity: readonly number[], size: number): Uint32Array {
  const sum = popularity.reduce((total, each) => total + each, 0);
  const room = HEAVIEST_LINE - popularity.length;
  const weights = Uint32Array.from(popularity, (each) => 1 + Math.floor((each / sum) * room));
  // Rounding may lift the commonest a little above its share.
  for (;;) {
    const share = Math.floor(weights.reduce((total, each) => total + each, 0) / size);
    const tooHeavy = weights.findIndex((each) => each > share);
    if (tooHeavy === -1) return weights;
    weights[tooHeavy] = share;
  }
}

/** Shuffles the line of a frame, and takes the spoke through `nth`. */
function blockOfFrame(partition: Partition, first: number, weights: Uint32Array, nth: number): Block {
  const line = new Uint32Array(weights.length);
  for (let at = 0; at < line.length; at++) line[at] = at;
  choicesOf(partition, 'deal', first).shuffle(line);
  const onLine = line.map((each) => weights[each] ?? 1);
  const spoke = spokeThrough(onLine, line.indexOf(nth), partition.size, choicesOf(partition, 'spoke', first));
  return { values: spoke.values.map((each) => line[each] ?? 0), name: first * HEAVIEST_LINE + spoke.at };
}

/** A map of the domain onto itself, so that a frame holds values from all over it. */
function scattering(
  partition: Partition,
  count: number,
): { readonly factor: number; readonly shift: number } {
  const choices = choicesOf(partition, 'grid', count);
  const shift = choices.below(count);
  for (;;) {
    const factor = choices.below(count);
    if (count === 1 || greatestCommonDivisor(factor, count) === 1) return { factor, shift };
  }
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/** What times `factor` leaves 1 when divided by `count` (the extended Euclidean algorithm); they have no common divisor. */
function inverse(factor: number, count: number): number {
  let [before, now, a, b] = [0, 1, count, factor];
  while (b > 1) {
    const quotient = Math.floor(a / b);
    [a, b] = [b, a % b];
    [before, now] = [now, before - quotient * now];
  }
  return ((now % count) + count) % count;
}
