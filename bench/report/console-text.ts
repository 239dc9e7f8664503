import { meanAndError, type Served } from '../beside.ts';
import type { Comparison } from '../harness/comparison.ts';
import type { Outcome } from '../harness/context.ts';
import { type Figure, reached, spreadOf } from '../harness/figure.ts';
import type { Saved } from '../harness/saved.ts';
import { shownNumber, shownValue } from './numbers.ts';

/** What a benchmark found, for a terminal. */
export function outcomeText({ figures, tables = [] }: Outcome): string {
  const rows = figures.map(figureRow);
  const shownTables = tables.flatMap(({ caption, head, rows: cells }) => [
    '',
    caption,
    ...columns([head, ...cells]),
  ]);
  return [...columns(rows), ...shownTables, ''].map((line) => `  ${line}`.trimEnd()).join('\n');
}

function figureRow(figure: Figure): readonly string[] {
  const { least, median, most } = spreadOf(figure);
  const span = figure.values.length === 1 ? '' : `${shownNumber(least)} – ${shownNumber(most)}`;
  return [figure.label.replaceAll('`', ''), shownValue(median, figure.unit), span, goalText(figure)];
}

function goalText(figure: Figure): string {
  if (figure.goal === null) return '';
  return `${reached(figure) ? 'reaches' : 'misses'} ${shownNumber(figure.goal)}`;
}

/** What became of each figure: changes beyond the noise first. */
export function comparisonText(before: Saved, after: Saved, comparisons: readonly Comparison[]): string {
  const order = ['worse', 'better', 'not judged', 'within the noise'];
  const rows = comparisons
    .toSorted((a, b) => order.indexOf(a.change) - order.indexOf(b.change))
    .map(({ label, unit, before: old, after: now, ratio, change }) => [
      change,
      label.replaceAll('`', ''),
      `${shownNumber(old)} → ${shownValue(now, unit)}`,
      Number.isFinite(ratio) ? `× ${ratio.toFixed(2)}` : '',
    ]);
  const runs = (saved: Saved) =>
    `${saved.machine.commit ?? 'unknown'} of ${saved.at}, ${saved.effort.runs} runs`;
  return [`From ${runs(before)}`, `to ${runs(after)}:`, '', ...columns(rows)].join('\n');
}

/** What services of two versions did, and how far apart the versions are: the first is what the second is compared with. */
export function besideText(served: readonly Served[]): string {
  const folders = [...new Set(served.map(({ folder }) => folder))];
  const means = folders.map((folder) => ({
    folder,
    ...meanAndError(served.filter((one) => one.folder === folder).map((one) => one.cpuMicroseconds)),
  }));
  const [before, after] = means;
  const rows = served.map((one) => [
    one.folder,
    shownValue(one.cpuMicroseconds, 'µs'),
    shownValue(one.perSecond, 'per second'),
    shownValue(one.rssMegabytes, 'MB'),
  ]);
  const lines = [
    ...columns([['', 'CPU for a journey', 'journeys', 'memory at the end'], ...rows]),
    '',
    ...columns(
      means.map(({ folder, mean, error }) => [folder, `${shownNumber(mean)} ± ${shownNumber(error)} µs`]),
    ),
  ];
  if (before === undefined || after === undefined) return lines.join('\n');
  const ratio = after.mean / before.mean;
  const error = ratio * Math.hypot(before.error / before.mean, after.error / after.mean);
  return [...lines, `× ${ratio.toFixed(3)} ± ${error.toFixed(3)}`].join('\n');
}

/** Rows whose cells stand below one another. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [nth, cell] of row.entries()) widths[nth] = Math.max(widths[nth] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, nth) => cell.padEnd(widths[nth] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
