/** From values to places, and the values to mark on the way. */
export type Scale = { readonly place: (value: number) => number; readonly ticks: readonly number[] };

type Range = { readonly from: number; readonly to: number };

const MOST_STEPS = 6;

/** Evenly, from 0 to at least `most`, marked at round numbers. @param most above 0. */
export function linearScale(most: number, { from, to }: Range): Scale {
  const step = roundStep(most);
  const end = Math.ceil(most / step - 1e-9) * step;
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, nth) => nth * step);
  return { ticks, place: (value) => from + ((to - from) * value) / end };
}

/** By powers of ten, from the one at or below `least` to the one at or above `most`. @param least above 0. */
export function logScale(least: number, most: number, { from, to }: Range): Scale {
  const first = Math.floor(Math.log10(least) + 1e-9);
  const last = Math.max(first + 1, Math.ceil(Math.log10(most) - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, nth) => 10 ** (first + nth));
  return { ticks, place: (value) => from + ((to - from) * (Math.log10(value) - first)) / (last - first) };
}

/** 1, 2 or 5 times a power of ten, of which at most six make up `most`. */
function roundStep(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most / MOST_STEPS));
  return (
    [1, 2, 5, 10].map((factor) => factor * power).find((step) => most / step <= MOST_STEPS) ?? 10 * power
  );
}
