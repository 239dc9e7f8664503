import { killOverAndOver } from '../../test/faults/kill-loop.ts';
import type { Bench } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import { bar } from '../report/progress.ts';

/** What must be repaired within, after a crash. */
const REPAIRED_WITHIN_MILLISECONDS = 2000;

/** Kills the service over and over, and has everything looked at in the end: what is lost ends the run. */
export const faults: Bench = {
  name: 'faults',
  about: 'killed with SIGKILL at any instant of its journeys, over and over',
  document: 'reliability',
  async run({ effort: { kills }, progress }) {
    const report = await killOverAndOver(kills, (done) => progress(`${bar(done / kills)} ${done} kills`));
    const { challenges, verdicts, told, copies, startMilliseconds, repairMilliseconds } = report;
    const time = { unit: 'ms', better: 'lower' } as const;
    return {
      figures: [
        figure({
          ...time,
          name: 'faults.start.p99',
          label: 'from the start of the process to its first answer, p99',
          values: [p99(startMilliseconds)],
        }),
        figure({
          ...time,
          name: 'faults.repair.p99',
          label: 'from there until nothing is left to be told, p99',
          values: [p99(repairMilliseconds)],
          goal: REPAIRED_WITHIN_MILLISECONDS,
        }),
      ],
      tables: [
        {
          name: 'faults.kills',
          caption: 'What the outside was told, and found again in the end',
          head: [
            'kills',
            'challenges acknowledged',
            'verdicts acknowledged',
            'verdicts told',
            'copies',
            'lost',
          ],
          // A loss ends the run before it comes here.
          rows: [[report.kills, challenges, verdicts, told, copies, 0].map(String)],
        },
      ],
    };
  },
};

function p99(values: readonly number[]): number {
  const ordered = values.toSorted((a, b) => a - b);
  return ordered[Math.min(ordered.length - 1, Math.floor(ordered.length * 0.99))] ?? Number.NaN;
}
