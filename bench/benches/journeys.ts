import type { Bench, Context } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import type { Measured } from '../harness/load.ts';
import { repeated } from '../harness/repeated.ts';
import { inWorld, type World, withAnchor } from '../harness/started.ts';
import { type Crowd, failuresOf, type Leg } from '../processes/crowd.ts';
import { barChart } from '../report/bar-chart.ts';
import { warmThenMeasured } from './create.ts';

type Run = {
  readonly anchor: Measured;
  readonly crowd: Crowd;
  /** Of the service, for one journey. */
  readonly cpuMicroseconds: number;
  /** Of one core, how much those around the service took: near 1 they, and not the service, are what limits. */
  readonly aroundBusy: number;
  readonly rssMegabytes: number;
  /** Journeys whose telling the database does not know of, after all had ended. */
  readonly unrecorded: number;
};

/** Whole journeys: asked for, opened, answered, told to the platform, and that recorded. */
export const journeys: Bench = {
  name: 'journeys',
  about: 'whole journeys, told to the platform, nothing off',
  async run(context) {
    const runs = await repeated(context, oneRun);
    const values = (of: (run: Run) => number) => runs.map(of);
    const p99 = (leg: Leg) => values(({ crowd }) => crowd.legs[leg]?.p99 ?? Number.NaN);
    const figures = [
      figure({
        name: 'journeys.of_anchor',
        label: 'whole journeys',
        unit: 'of the anchor',
        better: 'higher',
        values: values(({ anchor, crowd }) => crowd.perSecond / anchor.perSecond),
        goal: 0.1,
      }),
      figure({
        name: 'journeys.per_second',
        label: 'whole journeys',
        unit: 'per second',
        better: 'higher',
        values: values(({ crowd }) => crowd.perSecond),
        goal: 2400,
      }),
      figure({
        name: 'journeys.cpu',
        label: 'CPU time of the service for a journey',
        unit: 'µs',
        better: 'lower',
        values: values(({ cpuMicroseconds }) => cpuMicroseconds),
      }),
      figure({
        name: 'journeys.p50',
        label: 'a whole journey at full load, p50',
        unit: 'ms',
        better: 'lower',
        values: values(({ crowd }) => crowd.legs.journey?.p50 ?? Number.NaN),
      }),
      figure({
        name: 'journeys.p99',
        label: 'a whole journey at full load, p99',
        unit: 'ms',
        better: 'lower',
        values: p99('journey'),
      }),
      figure({
        name: 'journeys.rss',
        label: 'memory of the service at the end',
        unit: 'MB',
        better: 'lower',
        values: values(({ rssMegabytes }) => rssMegabytes),
        goal: 200,
      }),
      figure({
        name: 'journeys.around_busy',
        label: 'of its core, how much the people and the platform took',
        unit: '%',
        better: 'lower',
        values: values(({ aroundBusy }) => 100 * aroundBusy),
      }),
      figure({
        name: 'journeys.errors',
        label: 'journeys that failed, or that were told without a record',
        unit: 'count',
        better: 'lower',
        values: values(({ crowd, unrecorded }) => failuresOf(crowd) + unrecorded),
        goal: 0,
      }),
    ];
    const ratios = figures.filter(({ unit }) => unit === 'of the anchor');
    const caption = 'Whole journeys, for each request that bare Fastify answers';
    return { figures, pictures: [{ name: 'journeys', caption, svg: barChart(caption, ratios) }] };
  },
};

async function oneRun(context: Context): Promise<Run> {
  const { people, warmUpSeconds, seconds } = context.effort;
  const anchor = await withAnchor(context, (origin) => warmThenMeasured(context, 'anchor', origin, ''));
  return await inWorld(context, async (world) => {
    const { service, people: around } = world;
    await around.call('closed', { people, seconds: warmUpSeconds });
    const [before, aroundBefore] = [
      await service.call('usage', undefined),
      await around.call('usage', undefined),
    ];
    const crowd = await around.call('closed', { people, seconds });
    const [after, aroundAfter] = [
      await service.call('usage', undefined),
      await around.call('usage', undefined),
    ];
    return {
      anchor,
      crowd,
      cpuMicroseconds: (after.cpuMicroseconds - before.cpuMicroseconds) / crowd.ended,
      aroundBusy: (aroundAfter.cpuMicroseconds - aroundBefore.cpuMicroseconds) / (seconds * 1e6),
      rssMegabytes: after.rssMegabytes,
      unrecorded: await unrecorded(world),
    };
  });
}

const RECORDED_WITHIN_MILLISECONDS = 2000;

/** How many of those of whom the platform was told are not recorded as told, a moment later. */
async function unrecorded({ service, people }: World): Promise<number> {
  const told = (await people.call('heard', undefined)).length;
  const until = performance.now() + RECORDED_WITHIN_MILLISECONDS;
  let missing = told - (await service.call('delivered', undefined));
  while (missing > 0 && performance.now() < until) {
    missing = told - (await service.call('delivered', undefined));
  }
  return Math.max(0, missing);
}
