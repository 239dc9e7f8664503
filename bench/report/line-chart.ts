import { shownNumber } from './numbers.ts';
import { linearScale, logScale, type Scale } from './scale.ts';
import { at, escaped, lineFromTo, picture, SERIES_COLOURS, textAt } from './svg.ts';

export type Series = { readonly name: string; readonly points: readonly (readonly [x: number, y: number])[] };

export type LineChart = {
  readonly title: string;
  readonly x: { readonly label: string; readonly scale: 'linear' | 'log' };
  readonly y: { readonly label: string };
  /** At most four, each with at least one point. */
  readonly series: readonly Series[];
  readonly goal?: { readonly at: number; readonly label: string };
};

const WIDTH = 740;
const HEIGHT = 360;
const LEFT = 76;
// Half of the longest number below the axis fits beside it.
const RIGHT = WIDTH - 44;
const TOP = 72;
const BOTTOM = HEIGHT - 56;
const SHOWN_DOTS = 12;

/** How values go with another one, from a zero that is shown. */
export function lineChart(chart: LineChart): string {
  const points = chart.series.flatMap((series) => series.points);
  const xs = points.map(([x]) => x);
  const across = { from: LEFT, to: RIGHT };
  const x =
    chart.x.scale === 'log'
      ? logScale(Math.min(...xs), Math.max(...xs), across)
      : linearScale(Math.max(...xs), across);
  const y = linearScale(Math.max(...points.map(([, value]) => value), chart.goal?.at ?? 0), {
    from: BOTTOM,
    to: TOP,
  });
  return picture(WIDTH, HEIGHT, labelOf(chart), [
    textAt(LEFT, 26, chart.title, { style: 'title' }),
    ...legend(chart.series),
    ...axes(chart, x, y),
    ...goalLine(chart, y),
    ...chart.series.map((series, nth) => seriesLine(series, colour(nth), x, y)),
  ]);
}

function labelOf({ title, series }: LineChart): string {
  const ends = series.map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first === undefined || last === undefined
      ? name
      : `${name} from ${shownNumber(first[1])} to ${shownNumber(last[1])}`;
  });
  return `${title}: ${ends.join('; ')}`;
}

const colour = (nth: number): string => SERIES_COLOURS[nth % SERIES_COLOURS.length] ?? SERIES_COLOURS[0];

function legend(series: readonly Series[]): readonly string[] {
  let x = LEFT;
  return series.map(({ name }, nth) => {
    const mark = `<rect x="${at(x)}" y="41" width="14" height="4" rx="2" fill="${colour(nth)}"/>`;
    const entry = `${mark}${textAt(x + 20, 48, name)}`;
    x += 44 + name.length * 7;
    return entry;
  });
}

function axes(chart: LineChart, x: Scale, y: Scale): readonly string[] {
  const rows = y.ticks.map(
    (tick) =>
      `${lineFromTo('line', LEFT, y.place(tick), RIGHT, y.place(tick))}${textAt(LEFT - 8, y.place(tick) + 4, shownNumber(tick), { anchor: 'end', style: 'faint' })}`,
  );
  const columns = x.ticks.map((tick) =>
    textAt(x.place(tick), BOTTOM + 20, shownNumber(tick), { anchor: 'middle', style: 'faint' }),
  );
  return [
    ...rows,
    ...columns,
    textAt((LEFT + RIGHT) / 2, BOTTOM + 42, chart.x.label, { anchor: 'middle', style: 'faint' }),
    textAt(LEFT - 8, TOP - 10, chart.y.label, { anchor: 'end', style: 'faint' }),
  ];
}

function goalLine({ goal }: LineChart, y: Scale): readonly string[] {
  if (goal === undefined) return [];
  const height = y.place(goal.at);
  return [
    lineFromTo('goal', LEFT, height, RIGHT, height),
    textAt(RIGHT, height - 6, goal.label, { anchor: 'end', style: 'faint' }),
  ];
}

function seriesLine({ name, points }: Series, stroke: string, x: Scale, y: Scale): string {
  const places = points.map(([px, py]) => [at(x.place(px)), at(y.place(py))] as const);
  const line = places.map(([px, py]) => `${px},${py}`).join(' ');
  const dots =
    points.length > SHOWN_DOTS
      ? []
      : places.map(([px, py]) => `<circle cx="${px}" cy="${py}" r="4" fill="${stroke}"/>`);
  return `<g><title>${escaped(name)}</title><polyline points="${line}" fill="none" stroke="${stroke}" stroke-width="2.5" stroke-linejoin="round"/>${dots.join('')}</g>`;
}
