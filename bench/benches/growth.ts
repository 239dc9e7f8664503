import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fillStore } from '../fill-store.ts';
import type { Bench, Context } from '../harness/context.ts';
import { type Figure, figure, median } from '../harness/figure.ts';
import { repeated } from '../harness/repeated.ts';
import { loadWithRequests } from '../harness/request-load.ts';
import { inWorld } from '../harness/started.ts';
import { timeToReady } from '../harness/time-to-ready.ts';
import { lineChart } from '../report/line-chart.ts';

type Run = {
  readonly creates: number;
  readonly journeys: number;
  readonly pageP99: number;
  readonly rssMegabytes: number;
  readonly readyMilliseconds: number;
};

/** The same work on stores of different sizes. */
export const growth: Bench = {
  name: 'growth',
  about: 'the same with more and more stored',
  async run(context) {
    const { stored } = context.effort;
    const folders = new Map<number, string>();
    for (const count of stored) folders.set(count, await filled(context, count));
    // All sizes in each run, and each of them as often early as late: what the machine does meanwhile meets all alike.
    const order = [...folders];
    const runs = await repeated(context, async () => {
      const bySize = new Map<number, Run>();
      for (const [count, folder] of order) bySize.set(count, await oneRun(context, folder));
      order.reverse();
      return bySize;
    });
    const of = (count: number, value: (run: Run) => number): readonly number[] =>
      runs.map((bySize) => value(bySize.get(count) ?? NOT_MEASURED));
    const figures = stored.flatMap((count) => figuresFor(count, (value) => of(count, value)));
    return {
      figures: [...figures, ...flatness(stored, of)],
      pictures: [chart(stored, of)],
    };
  },
};

const NOT_MEASURED: Run = {
  creates: Number.NaN,
  journeys: Number.NaN,
  pageP99: Number.NaN,
  rssMegabytes: Number.NaN,
  readyMilliseconds: Number.NaN,
};

/** Where a store with so many challenges is: made now, or kept from a run before. */
async function filled(context: Context, count: number): Promise<string> {
  const folder = context.stores === null ? context.folder() : join(context.stores, String(count));
  const mark = join(folder, 'filled');
  if (existsSync(mark)) return folder;
  // Whatever is there was not filled to its end.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const shown = count.toLocaleString('en');
  await fillStore({
    folder,
    tls: context.tls,
    count,
    progress: (stored) => context.progress(`storing ${stored.toLocaleString('en')} of ${shown} challenges`),
  });
  writeFileSync(mark, '');
  return folder;
}

async function oneRun(context: Context, folder: string): Promise<Run> {
  const { people, warmUpSeconds, seconds } = context.effort;
  const readyMilliseconds = await timeToReady(context, folder);
  return await inWorld(
    context,
    async ({ service, people: around, target }) => {
      // Those of the run before expire, and that is work.
      context.progress('waiting for the end of what is pending');
      while ((await service.call('pending', undefined)) > 0) await after(500);
      await around.call('closed', { people, seconds: warmUpSeconds });
      const crowd = await around.call('closed', { people, seconds });
      const load = { kind: 'create', origin: target.apiOrigin, apiKey: target.apiKey } as const;
      const run = `growth-${performance.now()}`;
      const creates = await loadWithRequests({ ...load, connections: people, seconds, run }, context.tools);
      const { rssMegabytes } = await service.call('usage', undefined);
      return {
        creates: creates.perSecond,
        journeys: crowd.perSecond,
        pageP99: crowd.legs.page?.p99 ?? Number.NaN,
        rssMegabytes,
        readyMilliseconds,
      };
    },
    { folder },
  );
}

function figuresFor(
  count: number,
  of: (value: (run: Run) => number) => readonly number[],
): readonly Figure[] {
  const with_ = `with ${count.toLocaleString('en')} stored`;
  const name = (what: string) => `growth.${what}_${count}`;
  return [
    figure({
      name: name('creates'),
      label: `requests for a challenge ${with_}`,
      unit: 'per second',
      better: 'higher',
      values: of((run) => run.creates),
    }),
    figure({
      name: name('journeys'),
      label: `whole journeys ${with_}`,
      unit: 'per second',
      better: 'higher',
      values: of((run) => run.journeys),
    }),
    figure({
      name: name('rss'),
      label: `memory ${with_}`,
      unit: 'MB',
      better: 'lower',
      values: of((run) => run.rssMegabytes),
      goal: 200,
    }),
    figure({
      name: name('ready'),
      label: `from the start to ready ${with_}`,
      unit: 'ms',
      better: 'lower',
      values: of((run) => run.readyMilliseconds),
      goal: 500,
    }),
  ];
}

/** What of the rate with the fewest stored is left with the most. */
function flatness(
  stored: readonly number[],
  of: (count: number, value: (run: Run) => number) => readonly number[],
): readonly Figure[] {
  const [fewest, most] = [Math.min(...stored), Math.max(...stored)];
  const left = (value: (run: Run) => number) => {
    const before = of(fewest, value);
    return of(most, value).map((rate, nth) => (100 * rate) / (before[nth] ?? Number.NaN));
  };
  const span = `with ${most.toLocaleString('en')} stored instead of ${fewest.toLocaleString('en')}`;
  return [
    figure({
      name: `growth.creates_left_${most}`,
      label: `what is left of requests for a challenge ${span}`,
      unit: '%',
      better: 'higher',
      values: left((run) => run.creates),
      goal: 85,
    }),
    figure({
      name: `growth.journeys_left_${most}`,
      label: `what is left of journeys ${span}`,
      unit: '%',
      better: 'higher',
      values: left((run) => run.journeys),
      goal: 85,
    }),
  ];
}

function chart(
  stored: readonly number[],
  of: (count: number, value: (run: Run) => number) => readonly number[],
) {
  const series = (name: string, value: (run: Run) => number) => ({
    name,
    points: stored.map((count) => [count, median(of(count, value))] as const),
  });
  return {
    name: 'growth',
    caption: 'What a second does, by how much is stored',
    svg: lineChart({
      title: 'Work in a second, by how much is stored',
      x: { label: 'challenges stored', scale: 'log' },
      y: { label: 'per second' },
      series: [
        series('requests for a challenge', (run) => run.creates),
        series('whole journeys', (run) => run.journeys),
      ],
    }),
  };
}
