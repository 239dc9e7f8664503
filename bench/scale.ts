/**
 * Where one PostgreSQL's log ends: a simulation of the lock of its one row, with what groups cost there as
 * bench/postgres.ts measured it. Prints a table, and writes the curve as SVG where a file is named.
 *
 *     npm run bench:scale -- --group-ms 3.85 --change-ms 0.098 --svg docs/pictures/scale.svg
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type LockCost, mostChanges, seeded, simulateLock } from './lock-queue.ts';
import { lineChart } from './report/line-chart.ts';
import { markdownTable } from './report/markdown.ts';
import { shownNumber } from './report/numbers.ts';

/** To make, to view, to answer, and to settle its delivery. */
const CHANGES_OF_A_JOURNEY = 4;
const JOURNEYS = [10, 30, 100, 300, 500, 1000, 1500, 2000, 2400, 3000, 4000, 5000, 7000, 10_000, 12_000];
const SIMULATED_CHANGES = 60_000;
const INSTANCES = 3;
/** For each figure of what this machine took, how much of it a quicker one might take. */
const QUICKER = [1, 0.5, 0.2];

const { values } = parseArgs({
  options: {
    'group-ms': { type: 'string', default: '3.85' },
    'change-ms': { type: 'string', default: '0.098' },
    svg: { type: 'string' },
  },
});
const measured: LockCost = {
  groupMilliseconds: positive('group-ms', values['group-ms']),
  changeMilliseconds: positive('change-ms', values['change-ms']),
};

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new RangeError(`--${name} must be a number of milliseconds above 0`);
  return number;
}

const curves = QUICKER.map((share) => {
  const cost: LockCost = {
    groupMilliseconds: measured.groupMilliseconds * share,
    changeMilliseconds: measured.changeMilliseconds * share,
  };
  const most = mostChanges(cost) / CHANGES_OF_A_JOURNEY;
  const points = JOURNEYS.flatMap((journeys) => {
    const load = { ...cost, instances: INSTANCES, changesPerSecond: journeys * CHANGES_OF_A_JOURNEY };
    const figures = simulateLock({ ...load, changes: SIMULATED_CHANGES }, seeded(journeys));
    return figures === null ? [] : [{ journeys, ...figures }];
  });
  const name = share === 1 ? 'as measured' : `${shownNumber(1 / share)} times as quick`;
  return { name, most, points };
});

for (const { name, most, points } of curves) {
  console.log(`\n${name}: at most ${shownNumber(most)} journeys a second through one log\n`);
  const rows = points.map(({ journeys, p50, p99, groupSize, busy }) => [
    shownNumber(journeys),
    shownNumber(p50),
    shownNumber(p99),
    shownNumber(groupSize),
    `${Math.round(busy * 100)} %`,
  ]);
  console.log(
    markdownTable({ head: ['journeys/s', 'p50 ms', 'p99 ms', 'changes in a group', 'lock busy'], rows }),
  );
}
if (values.svg !== undefined) {
  const chart = lineChart({
    title: 'How long a change waits for the lock of the log and its commit (simulated)',
    x: { label: 'journeys a second', scale: 'log' },
    y: { label: 'p99 ms' },
    series: curves.map(({ name, points }) => ({
      name,
      points: points.map(({ journeys, p99 }) => [journeys, p99] as const),
    })),
  });
  writeFileSync(values.svg, chart);
}
