import { STEPS, type Step } from '../../src/cli/loadtest/journey.ts';
import type { Bench, Context, Table } from '../harness/context.ts';
import { type Figure, figure } from '../harness/figure.ts';
import { inWorld } from '../harness/started.ts';
import { countSyncs } from '../harness/syncs.ts';
import { flameGraph } from '../report/flame-graph.ts';
import { byFunction, byHome, readProfile, type Stack, stacksOf } from '../report/profile.ts';

type Profiled = {
  readonly step: Step;
  /** For one person's step: CPU time of the whole process, in microseconds. */
  readonly cpu: number;
  /** Of the main thread at work. */
  readonly busy: number;
  /** As sampled; `microseconds` are for one person's step. */
  readonly stacks: readonly Stack[];
};

/** Journeys that are profiled for each second that a measurement may last. */
const JOURNEYS_A_SECOND = 1000;
const SHOWN_HOMES = 16;
const SHOWN_FUNCTIONS = 30;
/** Below this share of a journey a function is not drawn. */
const DRAWN_SHARE = 0.003;

/** Where the time of a journey goes, step by step, and how many syncs it takes. */
export const profile: Bench = {
  name: 'profile',
  about: 'where the time of a journey goes, and how many syncs it takes',
  async run(context) {
    const profiled = await profiledSteps(context);
    context.progress('counting syncs');
    const syncs = await countSyncs(context);
    return {
      figures: [...figuresOf(profiled), ...(syncs === null ? [] : [syncFigure(syncs)])],
      tables: [homesTable(profiled), functionsTable(profiled)],
      pictures: [
        {
          name: 'journey',
          caption: 'Where the time of one journey goes, in the main thread of the service',
          svg: flameGraph({
            title: 'One journey, in microseconds of the main thread',
            stacks: profiled.flatMap(({ step, stacks }) =>
              stacks.map(({ frames, microseconds }) => ({
                frames: [{ name: NAMES[step], home: 'step' }, ...frames],
                microseconds,
              })),
            ),
            leastShare: DRAWN_SHARE,
          }),
        },
      ],
    };
  },
};

const NAMES: Readonly<Record<Step, string>> = {
  create: 'create',
  page: 'page',
  answer: 'answer, and told',
};

async function profiledSteps(context: Context): Promise<readonly Profiled[]> {
  const { people, seconds, warmUpSeconds } = context.effort;
  const count = Math.ceil(JOURNEYS_A_SECOND * seconds);
  return await inWorld(context, async ({ service, people: around }) => {
    await around.call('closed', { people, seconds: 2 * warmUpSeconds });
    const profiled: Profiled[] = [];
    for (const step of STEPS) {
      context.progress(`${count.toLocaleString('en')} times ${NAMES[step]}`);
      const before = await service.call('usage', undefined);
      await service.call('startProfile', undefined);
      await around.call('step', { step, people, count });
      const path = await service.call('stopProfile', step);
      const after = await service.call('usage', undefined);
      const stacks = stacksOf(readProfile(path)).map(({ frames, microseconds }) => ({
        frames,
        microseconds: microseconds / count,
      }));
      profiled.push({
        step,
        cpu: (after.cpuMicroseconds - before.cpuMicroseconds) / count,
        busy: stacks.reduce((sum, { microseconds }) => sum + microseconds, 0),
        stacks,
      });
    }
    return profiled;
  });
}

function figuresOf(profiled: readonly Profiled[]): readonly Figure[] {
  return profiled.flatMap(({ step, cpu, busy }) => [
    figure({
      name: `profile.${step}_busy`,
      label: `${NAMES[step]}: the main thread at work, waiting for the disk included`,
      unit: 'µs',
      better: 'lower',
      values: [busy],
    }),
    figure({
      name: `profile.${step}_cpu`,
      label: `${NAMES[step]}: CPU time of the process, the profiler's own included`,
      unit: 'µs',
      better: 'lower',
      values: [cpu],
    }),
  ]);
}

const syncFigure = (perJourney: number): Figure =>
  figure({
    name: 'profile.syncs',
    label: 'syncs of the disk for a journey at full load',
    unit: 'each',
    better: 'lower',
    values: [perJourney],
  });

function homesTable(profiled: readonly Profiled[]): Table {
  const perStep = profiled.map(({ stacks }) => byHome(stacks));
  return {
    name: 'homes',
    caption:
      'Microseconds of the main thread for one journey, by room of the source, package or part of Node',
    head: ['where', ...profiled.map(({ step }) => NAMES[step]), 'journey'],
    rows: [...rowsOf(perStep, SHOWN_HOMES), totals(perStep)],
  };
}

function functionsTable(profiled: readonly Profiled[]): Table {
  const perStep = profiled.map(({ stacks }) => byFunction(stacks));
  return {
    name: 'functions-of-a-journey',
    caption: 'The costliest functions of this project, each with all that it calls, in microseconds',
    head: ['function', ...profiled.map(({ step }) => NAMES[step]), 'journey'],
    rows: rowsOf(perStep, SHOWN_FUNCTIONS),
  };
}

function rowsOf(perStep: readonly ReadonlyMap<string, number>[], most: number): string[][] {
  const names = new Set(perStep.flatMap((costs) => [...costs.keys()]));
  return [...names]
    .map((name) => ({ name, costs: perStep.map((costs) => costs.get(name) ?? 0) }))
    .sort((a, b) => sum(b.costs) - sum(a.costs))
    .slice(0, most)
    .map(({ name, costs }) => [`\`${name}\``, ...[...costs, sum(costs)].map(shown)]);
}

function totals(perStep: readonly ReadonlyMap<string, number>[]): string[] {
  const costs = perStep.map((each) => sum([...each.values()]));
  return ['all', ...[...costs, sum(costs)].map(shown)];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const shown = (microseconds: number): string => (microseconds < 0.05 ? '–' : microseconds.toFixed(1));
