import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Durations } from '../../src/cli/loadtest/load-result.ts';
import type { Bench, Context } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import { repeated } from '../harness/repeated.ts';
import { inWorld, type World } from '../harness/started.ts';
import { type Percentiles, percentilesOf } from '../processes/crowd.ts';
import { DATABASE_NAME } from '../service-under-test.ts';

/** How long after a verdict the platform hears of it for the first time, at half of what the service can do. */
export const delivery: Bench = {
  name: 'delivery',
  about: 'from a verdict to the first attempt to tell it, at half the peak',
  async run(context) {
    const perSecond = (await context.peak()) / 2;
    const runs = await repeated(context, (each) => oneRun(each, perSecond));
    const parts = { unit: 'ms', better: 'lower' } as const;
    return {
      figures: [
        figure({
          ...parts,
          name: 'delivery.p50',
          label: 'from a verdict to its first delivery attempt, p50',
          values: runs.map(({ p50 }) => p50),
        }),
        figure({
          ...parts,
          name: 'delivery.p99',
          label: 'from a verdict to its first delivery attempt, p99',
          values: runs.map(({ p99 }) => p99),
          goal: 250,
        }),
      ],
    };
  },
};

async function oneRun(context: Context, perSecond: number): Promise<Percentiles> {
  const { people, warmUpSeconds, seconds } = context.effort;
  return await inWorld(context, async (world) => {
    const { people: around } = world;
    await around.call('closed', { people, seconds: warmUpSeconds });
    const warm = (await around.call('heard', undefined)).length;
    await around.call('paced', { perSecond, seconds });
    return await lags(world, warm);
  });
}

/**
 * From the time of each verdict, which is taken just before its commit, to when the stand-in heard of it: so it is a little
 * more than from the commit.
 */
async function lags({ people, folder }: World, skip: number): Promise<Percentiles> {
  const database = new DatabaseSync(join(folder, DATABASE_NAME), { readOnly: true });
  try {
    const decidedAt = database.prepare('SELECT decided_at FROM challenges WHERE id = ?');
    const durations = new Durations();
    for (const { challenge, at } of (await people.call('heard', undefined)).slice(skip)) {
      durations.record(Math.max(0, at - Number(decidedAt.get(challenge)?.['decided_at'])));
    }
    return percentilesOf(durations);
  } finally {
    database.close();
  }
}
