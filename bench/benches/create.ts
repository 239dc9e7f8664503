import type { Bench, Context } from '../harness/context.ts';
import { figure } from '../harness/figure.ts';
import type { Kind, Measured } from '../harness/load.ts';
import { repeated } from '../harness/repeated.ts';
import { loadWithRequests } from '../harness/request-load.ts';
import { inWorld, withAnchor } from '../harness/started.ts';
import { barChart } from '../report/bar-chart.ts';

type Run = { readonly anchor: Measured; readonly create: Measured; readonly ask: Measured };

/** Requests for a challenge over kept TLS connections, against Fastify with nothing on it in the same minute. */
export const create: Bench = {
  name: 'create',
  about: 'requests for a challenge, over kept TLS connections',
  async run(context) {
    const runs = await repeated(context, oneRun);
    const values = (of: (run: Run) => number) => runs.map(of);
    const figures = [
      figure({
        name: 'anchor.per_second',
        label: 'Fastify with nothing on it, over TLS',
        unit: 'per second',
        better: 'higher',
        values: values(({ anchor }) => anchor.perSecond),
      }),
      figure({
        name: 'create.of_anchor',
        label: '`POST /v1/challenges`',
        unit: 'of the anchor',
        better: 'higher',
        values: values(({ anchor, create }) => create.perSecond / anchor.perSecond),
        goal: 0.55,
      }),
      figure({
        name: 'create.per_second',
        label: '`POST /v1/challenges`',
        unit: 'per second',
        better: 'higher',
        values: values(({ create }) => create.perSecond),
      }),
      figure({
        name: 'create.p99',
        label: '`POST /v1/challenges`, p99 at full load',
        unit: 'ms',
        better: 'lower',
        values: values(({ create }) => create.p99),
      }),
      figure({
        name: 'ask.of_anchor',
        label: '`GET /generate_dynamic_page`',
        unit: 'of the anchor',
        better: 'higher',
        values: values(({ anchor, ask }) => ask.perSecond / anchor.perSecond),
      }),
      figure({
        name: 'ask.per_second',
        label: '`GET /generate_dynamic_page`',
        unit: 'per second',
        better: 'higher',
        values: values(({ ask }) => ask.perSecond),
      }),
      figure({
        name: 'create.errors',
        label: 'errors in all of these',
        unit: 'count',
        better: 'lower',
        values: values(({ create, ask }) => create.errors + ask.errors),
        goal: 0,
      }),
    ];
    const ratios = figures.filter(({ unit }) => unit === 'of the anchor');
    const caption = 'Requests for a challenge, for each that bare Fastify answers';
    return { figures, pictures: [{ name: 'create', caption, svg: barChart(caption, ratios) }] };
  },
};

async function oneRun(context: Context): Promise<Run> {
  const anchor = await withAnchor(context, (origin) => warmThenMeasured(context, 'anchor', origin, ''));
  return await inWorld(context, async ({ target: { apiOrigin, apiKey } }) => ({
    anchor,
    create: await warmThenMeasured(context, 'create', apiOrigin, apiKey),
    ask: await warmThenMeasured(context, 'ask', apiOrigin, apiKey),
  }));
}

/** The second of two loads of the same kind. */
export async function warmThenMeasured(
  { effort, tools }: Context,
  kind: Kind,
  origin: string,
  apiKey: string,
): Promise<Measured> {
  const load = { kind, origin, apiKey, connections: effort.people };
  await loadWithRequests({ ...load, seconds: effort.warmUpSeconds, run: `${kind}-warm-up` }, tools);
  return await loadWithRequests({ ...load, seconds: effort.seconds, run: kind }, tools);
}
