import { startChild } from '../harness/child.ts';
import type { Bench, Context } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import { inWorld } from '../harness/started.ts';
import type { Asked, BotCommands } from '../processes/bots.ts';

/** Bots that keep within their budget, and how often each of them asks. */
const BOTS = 10;
const EACH_PER_SECOND = 8;
const BUDGET_PER_MINUTE = 900;
/** What the other one sends a second: some fifty times its budget. */
const FLOOD_PER_SECOND = 800;
/** In which the flood spends its budget, before anything is measured. */
const SPENDING_SECONDS = 3;

const FILE = new URL('../processes/bots.ts', import.meta.url);

type Run = { readonly quiet: Asked; readonly beside: Asked; readonly flood: Asked };

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
          label: `the same beside ${FLOOD_PER_SECOND} requests a second of another key, beyond its budget`,
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
    async ({ target: { apiOrigin, botKeys } }) => {
      const start = () => startChild<BotCommands>({ file: FILE, core: 'measuring', tools });
      const [others, flooding] = [start(), start()];
      try {
        await others.call('connect', apiOrigin);
        await flooding.call('connect', apiOrigin);
        const keys = botKeys.slice(0, BOTS);
        const ask = (seconds: number) =>
          others.call('ask', { keys, perSecond: BOTS * EACH_PER_SECOND, seconds });
        const floodFor = (key: string, seconds: number) =>
          flooding.call('ask', { keys: [key], perSecond: FLOOD_PER_SECOND, seconds });
        await ask(effort.warmUpSeconds);
        const runs: Run[] = [];
        // Each flood has a key of its own: none gets its budget back while it is measured.
        for (const [nth, key] of botKeys.slice(BOTS).entries()) {
          context.progress(`run ${nth + 1} of ${effort.runs}`);
          const quiet = await ask(effort.seconds);
          await floodFor(key, SPENDING_SECONDS);
          const [beside, flooded] = await Promise.all([ask(effort.seconds), floodFor(key, effort.seconds)]);
          runs.push({ quiet, beside, flood: flooded });
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
