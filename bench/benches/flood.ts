import { setTimeout as after } from 'node:timers/promises';
import { type Child, startChild } from '../harness/child.ts';
import type { Bench, Context } from '../harness/context.ts';
import { figure, median } from '../harness/figure.ts';
import { inWorld, type World } from '../harness/started.ts';
import type { Asked, BotCommands } from '../processes/bots.ts';

/** Bots that keep within their budget, and how often each of them asks. */
const BOTS = 20;
const EACH_PER_SECOND = 4;
const BUDGET_PER_MINUTE = 300;
/** Requests of the other one at once, each sent as soon as the one before was answered. */
const AT_ONCE = 64;
/** What it asks for before anything is measured: ten times its budget, from where on it is answered late. */
const SPENDING_REQUESTS = 10 * BUDGET_PER_MINUTE;
const SPENDING_SECONDS = 15;
/** The bots are alone and beside the flood in turns so short that whatever else the machine does meets both alike. */
const TURN_SECONDS = 2;
/** By which the flood is there before each of its turns is measured. */
const AHEAD_SECONDS = 0.3;
/** Before the key that floods gets its budget back. A turn lasts until what was held is answered. */
const MOST_TURNS = Math.floor((60 - SPENDING_SECONDS) / (2 * TURN_SECONDS + AHEAD_SECONDS + 1)) - 1;

const FILE = new URL('../processes/bots.ts', import.meta.url);

type Run = {
  readonly quiet: Asked;
  readonly beside: Asked;
  readonly flood: Asked;
  /** Of the service's core, in percent: what it takes more while the flood is there. */
  readonly core: number;
};

/** Bots that keep to their budget, alone and beside one that sends a great many times what it may, in turns. */
export const flood: Bench = {
  name: 'flood',
  about: 'what other bots notice of one that asks far beyond its budget',
  async run(context) {
    const runs = await allRuns(context);
    const values = (of: (run: Run) => number) => runs.map(of);
    const parts = { unit: 'ms', better: 'lower' } as const;
    return {
      figures: [
        figure({
          ...parts,
          name: 'flood.quiet_p99',
          label: 'a challenge, p99, alone',
          values: values(({ quiet }) => quiet.p99),
        }),
        figure({
          ...parts,
          name: 'flood.beside_p99',
          label: `the same beside ${AT_ONCE} requests at once of another key, again and again beyond its budget`,
          values: values(({ beside }) => beside.p99),
        }),
        figure({
          name: 'flood.of_quiet',
          label: 'that p99, of the one alone',
          unit: '%',
          better: 'lower',
          values: values(({ quiet, beside }) => (100 * beside.p99) / quiet.p99),
          goal: 110,
        }),
        figure({
          name: 'flood.core',
          label: "what the flood takes of the service's core",
          unit: '%',
          better: 'lower',
          values: values(({ core }) => core),
          goal: 10,
        }),
        figure({
          name: 'flood.refused',
          label: 'of the flood, what was refused with `Retry-After`',
          unit: '%',
          better: 'higher',
          values: values(({ flood: { statuses, withoutRetryAfter } }) =>
            shareOf(statuses, (statuses[429] ?? 0) - withoutRetryAfter),
          ),
          goal: 100,
        }),
        figure({
          name: 'flood.errors',
          label: 'of the others, what got no challenge',
          unit: 'count',
          better: 'lower',
          values: values(({ quiet, beside }) => notMade(quiet) + notMade(beside)),
          goal: 0,
        }),
      ],
    };
  },
};

const total = (statuses: Asked['statuses']): number =>
  Object.values(statuses).reduce((sum, count) => sum + count, 0);
const shareOf = (statuses: Asked['statuses'], count: number): number => (100 * count) / total(statuses);
const notMade = ({ statuses }: Asked): number => total(statuses) - (statuses[201] ?? 0);

async function allRuns(context: Context): Promise<readonly Run[]> {
  const { effort, tools } = context;
  const bots = { count: BOTS + effort.runs, budgetPerMinute: BUDGET_PER_MINUTE };
  return await inWorld(
    context,
    async ({ service, target: { apiOrigin, botKeys } }) => {
      const start = () => startChild<BotCommands>({ file: FILE, core: 'measuring', tools });
      const [others, flooding] = [start(), start()];
      try {
        await others.call('connect', apiOrigin);
        await flooding.call('connect', apiOrigin);
        const keys = botKeys.slice(0, BOTS);
        await others.call('ask', { ...ours(keys), as: 'warm-up', seconds: effort.warmUpSeconds });
        const runs: Run[] = [];
        // Each run floods with a key of its own, which has its budget before it.
        for (const [nth, key] of botKeys.slice(BOTS).entries()) {
          context.progress(`run ${nth + 1} of ${effort.runs}`);
          runs.push(await oneRun({ service, others, flooding }, keys, key, Math.ceil(effort.seconds)));
        }
        return runs;
      } finally {
        await others.stop();
        await flooding.stop();
      }
    },
    { bots },
  );
}

const ours = (keys: readonly string[]) => ({ keys, perSecond: BOTS * EACH_PER_SECOND });

type Processes = Pick<World, 'service'> & {
  readonly others: Child<BotCommands>;
  readonly flooding: Child<BotCommands>;
};

async function oneRun(
  { service, others, flooding }: Processes,
  keys: readonly string[],
  key: string,
  wanted: number,
): Promise<Run> {
  const flood = (as: string, seconds: number, requests = Number.POSITIVE_INFINITY) =>
    flooding.call('flood', { as, key, atOnce: AT_ONCE, seconds, requests });
  /** @returns what it took of the service's core, in percent. */
  const turnAs = async (as: string): Promise<number> => {
    const [since, before] = [performance.now(), await service.call('usage', undefined)];
    await others.call('ask', { ...ours(keys), as, seconds: TURN_SECONDS });
    const { cpuMicroseconds } = await service.call('usage', undefined);
    return (cpuMicroseconds - before.cpuMicroseconds) / 10 / (performance.now() - since);
  };
  await flood('spending', SPENDING_SECONDS, SPENDING_REQUESTS);
  const more: number[] = [];
  for (let turn = 0; turn < Math.min(wanted, MOST_TURNS); turn++) {
    const alone = await turnAs('quiet');
    const flooded = flood('flood', AHEAD_SECONDS + TURN_SECONDS);
    await after(AHEAD_SECONDS * 1000);
    more.push((await turnAs('beside')) - alone);
    await flooded;
  }
  const [quiet, beside] = [await others.call('asked', 'quiet'), await others.call('asked', 'beside')];
  return { quiet, beside, flood: await flooding.call('asked', 'flood'), core: median(more) };
}
