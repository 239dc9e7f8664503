/** One thing that is measured: a value for each run. */
export type Figure = {
  /** Of this project's results, for good: two saved results are compared by it. */
  readonly name: string;
  /** What it is, for people. */
  readonly label: string;
  readonly unit: Unit;
  readonly better: 'higher' | 'lower';
  /** At least one. */
  readonly values: readonly number[];
  /** What is to be reached; null where nothing is. */
  readonly goal: number | null;
};

export type Unit = 'per second' | 'of the anchor' | 'ms' | 'µs' | 'MB' | '%' | 'each' | 'count';

type FigureParts = Omit<Figure, 'goal'> & { readonly goal?: number };

export const figure = ({ goal, ...parts }: FigureParts): Figure => ({ ...parts, goal: goal ?? null });

/** The middle of at least one value; of an even number of them, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  const upper = ordered[ordered.length >> 1] ?? Number.NaN;
  const lower = ordered[(ordered.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

export type Spread = { readonly least: number; readonly median: number; readonly most: number };

export const spreadOf = ({ values }: Pick<Figure, 'values'>): Spread => ({
  least: Math.min(...values),
  median: median(values),
  most: Math.max(...values),
});

/** Whether the median reaches the goal; null where there is none. */
export function reached({
  goal,
  better,
  values,
}: Pick<Figure, 'goal' | 'better' | 'values'>): boolean | null {
  if (goal === null) return null;
  return better === 'higher' ? median(values) >= goal : median(values) <= goal;
}
