import { type Figure, median, spreadOf } from './figure.ts';

/** How many runs of each result it takes before a difference can be told from noise. */
const RUNS_TO_JUDGE = 5;

export type Change =
  /** All runs of the one lie beyond all runs of the other. */
  | 'better'
  | 'worse'
  /** The runs overlap. */
  | 'within the noise'
  /** Too few runs to tell. */
  | 'not judged';

export type Comparison = {
  readonly name: string;
  readonly label: string;
  readonly unit: Figure['unit'];
  readonly before: number;
  readonly after: number;
  /** The new median over the old one. */
  readonly ratio: number;
  readonly change: Change;
};

/**
 * What became of each figure that both results have. Beyond the noise is where no run of the one reaches any run of the
 * other: for five runs each, chance alone does that once in 126 times (Mann and Whitney 1947, U = 0, two-sided).
 */
export function compare(before: readonly Figure[], after: readonly Figure[]): readonly Comparison[] {
  const old = new Map(before.map((figure) => [figure.name, figure]));
  return after.flatMap((figure) => {
    const earlier = old.get(figure.name);
    if (earlier === undefined) return [];
    const { name, label, unit } = figure;
    const medians = { before: median(earlier.values), after: median(figure.values) };
    return [
      {
        name,
        label,
        unit,
        ...medians,
        ratio: medians.after / medians.before,
        change: changeOf(earlier, figure),
      },
    ];
  });
}

function changeOf(before: Figure, after: Figure): Change {
  if (Math.min(before.values.length, after.values.length) < RUNS_TO_JUDGE) return 'not judged';
  const [old, now] = [spreadOf(before), spreadOf(after)];
  if (now.least > old.most) return after.better === 'higher' ? 'better' : 'worse';
  if (now.most < old.least) return after.better === 'higher' ? 'worse' : 'better';
  return 'within the noise';
}
