import type { Bench, Context } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import type { Measured } from '../harness/load.ts';
import { repeated } from '../harness/repeated.ts';
import { loadWithRequests } from '../harness/request-load.ts';
import { inWorld } from '../harness/started.ts';
import type { Crowd } from '../processes/crowd.ts';
import { failuresOf } from '../processes/crowd.ts';

type Run = { readonly pages: Crowd; readonly creates: Measured };

/** From one page to the next of the same person, on average. */
const PAUSE_SECONDS = 2;

/** Many people with a connection each who look at pages, while bots ask for challenges as fast as they are answered. */
export const crowd: Bench = {
  name: 'crowd',
  about: 'pages at a thousand connections while bots ask flat out',
  async run(context) {
    const runs = await repeated(context, oneRun);
    const { visitors } = context.effort;
    const open = `${visitors.toLocaleString('en')} connections`;
    return {
      figures: [
        figure({
          name: 'crowd.page_p99',
          label: `a page, p99, with ${open} open and bots asking flat out`,
          unit: 'ms',
          better: 'lower',
          values: runs.map(({ pages }) => pages.legs.page?.p99 ?? Number.NaN),
          goal: 60,
        }),
        figure({
          name: 'crowd.page_p50',
          label: 'a page, p50, meanwhile',
          unit: 'ms',
          better: 'lower',
          values: runs.map(({ pages }) => pages.legs.page?.p50 ?? Number.NaN),
        }),
        figure({
          name: 'crowd.pages',
          label: 'pages meanwhile',
          unit: 'per second',
          better: 'higher',
          values: runs.map(({ pages }) => pages.perSecond),
        }),
        figure({
          name: 'crowd.creates',
          label: 'requests for a challenge meanwhile',
          unit: 'per second',
          better: 'higher',
          values: runs.map(({ creates }) => creates.perSecond),
        }),
        figure({
          name: 'crowd.errors',
          label: 'errors of both',
          unit: 'count',
          better: 'lower',
          values: runs.map(({ pages, creates }) => failuresOf(pages) + creates.errors),
          goal: 0,
        }),
      ],
    };
  },
};

async function oneRun(context: Context): Promise<Run> {
  const { effort, tools } = context;
  return await inWorld(context, async ({ people, target }) => {
    await people.call('gather', effort.visitors);
    const load = { kind: 'create', origin: target.apiOrigin, apiKey: target.apiKey } as const;
    const flatOut = (seconds: number, run: string) =>
      loadWithRequests({ ...load, connections: effort.people, seconds, run }, tools);
    await flatOut(effort.warmUpSeconds, 'crowd-warm-up');
    const [creates, pages] = await Promise.all([
      flatOut(effort.seconds, 'crowd'),
      people.call('visit', { pauseSeconds: PAUSE_SECONDS, seconds: effort.seconds }),
    ]);
    return { pages, creates };
  });
}
