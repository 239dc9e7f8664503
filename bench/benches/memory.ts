import type { Bench } from '../harness/context.ts';
import { figure, median } from '../harness/figure.ts';
import { inWorld, type World } from '../harness/started.ts';
import { lineChart } from '../report/line-chart.ts';

const PARTS = 40;

/** What the service holds while journey after journey goes through it. */
export const memory: Bench = {
  name: 'memory',
  about: 'memory over many journeys',
  async run(context) {
    const { journeys, people } = context.effort;
    const each = Math.max(1, Math.round(journeys / PARTS));
    const rss: (readonly [journeys: number, megabytes: number])[] = [];
    const reachable: number[] = [];
    await inWorld(context, async ({ service, people: around }) => {
      for (let part = 1; part <= PARTS; part++) {
        context.progress(
          `${(part * each).toLocaleString('en')} of ${journeys.toLocaleString('en')} journeys`,
        );
        await around.call('counted', { people, journeys: each });
        rss.push([part * each, (await service.call('usage', undefined)).rssMegabytes]);
        if (part === PARTS / 4 || part === PARTS) reachable.push(await leastReachable(service));
      }
    });
    const megabytes = rss.map(([, value]) => value);
    const quarter = PARTS / 4;
    const second = median(megabytes.slice(quarter, 2 * quarter));
    const last = median(megabytes.slice(-quarter));
    const over = `over ${(each * PARTS).toLocaleString('en')} journeys`;
    return {
      figures: [
        figure({
          name: 'memory.peak',
          // Not what the system counts as the peak: to look at what is reachable takes more than all journeys do.
          label: `the most memory ${over}, looked at ${PARTS} times`,
          unit: 'MB',
          better: 'lower',
          values: [Math.max(...megabytes)],
          goal: 200,
        }),
        figure({
          name: 'memory.leak',
          label: `growth of what is still reachable from the first quarter to the end ${over}`,
          unit: 'MB',
          better: 'lower',
          values: [(reachable[1] ?? Number.NaN) - (reachable[0] ?? Number.NaN)],
          goal: 10,
        }),
        figure({
          name: 'memory.growth',
          label: `growth of memory from the second quarter to the last ${over}`,
          unit: 'MB',
          better: 'lower',
          values: [last - second],
          goal: 10,
        }),
      ],
      pictures: [
        {
          name: 'memory',
          caption: 'Memory of the service while journeys go through it',
          svg: lineChart({
            title: 'Memory of the service',
            x: { label: 'journeys', scale: 'linear' },
            y: { label: 'MB' },
            series: [{ name: 'resident memory', points: rss }],
            goal: { at: 200, label: 'goal: below 200 MB' },
          }),
        },
      ],
    };
  },
};

const LOOKS = 3;

/** The least of some looks: between two of them, what was only waiting to be freed goes. */
async function leastReachable(service: World['service']): Promise<number> {
  const found: number[] = [];
  for (let look = 0; look < LOOKS; look++) found.push(await service.call('reachable', undefined));
  return Math.min(...found);
}
