import type { Bench, Context } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import { repeated } from '../harness/repeated.ts';
import { inWorld } from '../harness/started.ts';
import { type Crowd, failuresOf, type Leg } from '../processes/crowd.ts';
import { barChart } from '../report/bar-chart.ts';

const LEGS: readonly { readonly leg: Leg; readonly label: string; readonly goal?: number }[] = [
  { leg: 'create', label: 'asking for a challenge', goal: 10 },
  { leg: 'page', label: 'the page', goal: 10 },
  { leg: 'answer', label: 'the answer', goal: 10 },
  { leg: 'told', label: 'from the answer until the platform was told' },
];

/** How long each step takes at a tenth of what the service can do. */
export const steps: Bench = {
  name: 'steps',
  about: 'each step at a tenth of the peak',
  async run(context) {
    const perSecond = (await context.peak()) / 10;
    const runs = await repeated(context, (each) => oneRun(each, perSecond));
    const took = ({ leg, label, goal }: (typeof LEGS)[number]) => {
      const parts = { unit: 'ms', better: 'lower' } as const;
      return [
        figure({
          ...parts,
          name: `steps.${leg}_p50`,
          label: `${label}, p50`,
          values: runs.map(({ legs }) => legs[leg]?.p50 ?? Number.NaN),
        }),
        figure({
          ...parts,
          name: `steps.${leg}_p99`,
          label: `${label}, p99`,
          values: runs.map(({ legs }) => legs[leg]?.p99 ?? Number.NaN),
          ...(goal === undefined ? {} : { goal }),
        }),
      ];
    };
    const durations = LEGS.flatMap(took);
    const caption = 'Each step at a tenth of the peak, p99';
    const slowest = durations.filter(({ name }) => name.endsWith('p99'));
    return {
      pictures: [{ name: 'steps', caption, svg: barChart(caption, slowest) }],
      figures: [
        ...durations,
        figure({
          name: 'steps.errors',
          label: 'journeys that failed',
          unit: 'count',
          better: 'lower',
          values: runs.map(failuresOf),
          goal: 0,
        }),
      ],
    };
  },
};

async function oneRun(context: Context, perSecond: number): Promise<Crowd> {
  const { people, warmUpSeconds, seconds } = context.effort;
  return await inWorld(context, async ({ people: around }) => {
    await around.call('closed', { people, seconds: warmUpSeconds });
    return await around.call('paced', { perSecond, seconds });
  });
}
