import type { Durations, LoadResult } from './load-result.ts';

/** The outcome for people to read, a line for each figure. */
export function resultText(what: string, { tally, seconds, steps }: LoadResult): string {
  const { succeeded, failed, failures, durations } = tally;
  const rows: (readonly [string, string])[] = [
    ['successes', count(succeeded)],
    ['errors', count(failed)],
    ...failures.map(([kind, times]) => ['', `${count(times)} × ${kind}`] as const),
    ['per second', succeeded === 0 ? '–' : count(Math.round(succeeded / seconds))],
    ['p50, p95, p99', percentiles(durations)],
    ...[...steps].map(([step, took]) => [`  ${step}`, percentiles(took)] as const),
  ];
  const lines = rows.map(([name, value]) => `  ${name.padEnd(15)}${value}`.trimEnd());
  return [`${what} in ${seconds.toFixed(1)} s`, '', ...lines].join('\n');
}

const count = (number: number): string => number.toLocaleString('en');

function percentiles(durations: Durations): string {
  if (durations.count === 0) return '–';
  const texts = [50, 95, 99].map((percent) => durations.percentile(percent).toFixed(1));
  return `${texts.join(', ')} ms`;
}
