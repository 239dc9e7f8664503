import type { Bench } from '../harness/context.ts';
import { figure, median } from '../harness/figure.ts';
import { inWorld } from '../harness/started.ts';
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
    const peak = await inWorld(context, async ({ service, people: around }) => {
      for (let part = 1; part <= PARTS; part++) {
        context.progress(
          `${(part * each).toLocaleString('en')} of ${journeys.toLocaleString('en')} journeys`,
        );
        await around.call('counted', { people, journeys: each });
        rss.push([part * each, (await service.call('usage', undefined)).rssMegabytes]);
      }
      return (await service.call('usage', undefined)).peakRssMegabytes;
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
          label: `the most memory ${over}`,
          unit: 'MB',
          better: 'lower',
          values: [peak],
          goal: 200,
        }),
        figure({
          name: 'memory.growth',
          label: `growth from the second quarter to the last ${over}`,
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
