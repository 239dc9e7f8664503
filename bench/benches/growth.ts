import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fillStore } from '../fill-store.ts';
import type { Bench, Context } from '../harness/context.ts';
import { type Figure, figure, median } from '../harness/figure.ts';
import { repeated } from '../harness/repeated.ts';
import { loadWithRequests } from '../harness/request-load.ts';
import { inWorld, inWorlds, type World } from '../harness/started.ts';
import { timeToReady } from '../harness/time-to-ready.ts';
import { lineChart } from '../report/line-chart.ts';

type Run = {
  readonly creates: number;
  readonly journeys: number;
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
    // A service that was started later does a little more: each size is as often first as last.
    const order = [...folders];
    const runs = await repeated(context, async () => {
      const bySize = await oneRun(context, order);
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

/** The services of all sizes stand side by side and are loaded in turn, so that what the machine does meets all alike. */
async function oneRun(
  context: Context,
  folders: readonly (readonly [count: number, folder: string])[],
): Promise<ReadonlyMap<number, Run>> {
  const ready: number[] = [];
  for (const [, folder] of folders) ready.push(await timeToReady(context, folder));
  const openings = folders.map(
    ([, folder]) =>
      (inner: (world: World) => Promise<ReadonlyMap<number, Run>>) =>
        inWorld(context, inner, { folder }),
  );
  return await inWorlds(openings, async (worlds) => {
    const { people, warmUpSeconds, seconds } = context.effort;
    const slice = seconds / 2;
    const inTurn = (work: (world: World) => Promise<number>) => meansInTurn(worlds, work);
    // Those of the run before expire, and that is work.
    context.progress('waiting for the end of what is pending');
    for (const { service } of worlds) {
      while ((await service.call('pending', undefined)) > 0) await after(500);
    }
    for (const { people: around } of worlds) await around.call('closed', { people, seconds: warmUpSeconds });
    const journeys = await inTurn(
      async ({ people: around }) => (await around.call('closed', { people, seconds: slice })).perSecond,
    );
    const creates = await inTurn(async ({ target: { apiOrigin: origin, apiKey } }) => {
      const run = `growth-${performance.now()}`;
      const load = { kind: 'create', origin, apiKey, connections: people, seconds: slice, run } as const;
      return (await loadWithRequests(load, context.tools)).perSecond;
    });
    const bySize = new Map<number, Run>();
    for (const [nth, { service }] of worlds.entries()) {
      const { rssMegabytes } = await service.call('usage', undefined);
      bySize.set(folders[nth]?.[0] ?? 0, {
        creates: creates[nth] ?? Number.NaN,
        journeys: journeys[nth] ?? Number.NaN,
        rssMegabytes,
        readyMilliseconds: ready[nth] ?? Number.NaN,
      });
    }
    return bySize;
  });
}

const SLICES = 4;

/** What `work` gives for each world, the mean of some slices. */
async function meansInTurn(
  worlds: readonly World[],
  work: (world: World) => Promise<number>,
): Promise<readonly number[]> {
  const sums = worlds.map(() => 0);
  for (let slice = 0; slice < SLICES; slice++) {
    for (const [nth, world] of worlds.entries()) sums[nth] = (sums[nth] ?? 0) + (await work(world));
  }
  return sums.map((sum) => sum / SLICES);
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
