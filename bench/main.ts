import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { instant } from '../src/kernel/instant.ts';
import { selfSigned } from '../src/system/tls/self-signed.ts';
import { attacks } from './benches/attacks.ts';
import { create } from './benches/create.ts';
import { crowd } from './benches/crowd.ts';
import { delivery } from './benches/delivery.ts';
import { faults } from './benches/faults.ts';
import { flood } from './benches/flood.ts';
import { functions } from './benches/functions.ts';
import { growth } from './benches/growth.ts';
import { journeys } from './benches/journeys.ts';
import { log } from './benches/log.ts';
import { memory } from './benches/memory.ts';
import { page } from './benches/page.ts';
import { profile } from './benches/profile.ts';
import { steps } from './benches/steps.ts';
import { sideBySide } from './beside.ts';
import { FULL, LARGE, QUICK } from './efforts.ts';
import { compare } from './harness/comparison.ts';
import type { Bench, Context, DocumentName, Effort, Outcome } from './harness/context.ts';
import { thisMachine } from './harness/machine.ts';
import { readSaved, type Saved, save } from './harness/saved.ts';
import { inWorld } from './harness/started.ts';
import { installTools, toolsOnThisMachine } from './harness/tools.ts';
import { besideText, comparisonText, outcomeText } from './report/console-text.ts';
import { type Places, type Section, writeDocument } from './report/document.ts';
import { progressOn } from './report/progress.ts';

const BENCHES: readonly Bench[] = [
  create,
  journeys,
  steps,
  page,
  crowd,
  delivery,
  flood,
  growth,
  memory,
  profile,
  functions,
  log,
  attacks,
  faults,
];

const ROOT = join(import.meta.dirname, '..');
const RESULTS = join(import.meta.dirname, 'results');
const DOCUMENTS: readonly DocumentName[] = ['performance', 'guessing', 'reliability', 'evidence'];
const placesOf = (document: DocumentName): Places => ({
  document: join(ROOT, 'docs', 'reference', `${document}.md`),
  pictures: join(ROOT, 'docs', 'pictures', 'bench'),
  picturesFromDocument: '../pictures/bench',
  timed: document !== 'guessing',
});

type Flags = {
  readonly quick?: true;
  readonly large?: true;
  readonly only?: readonly string[];
  readonly compare?: readonly string[];
  readonly beside?: string;
  readonly services: number;
  readonly results: string;
  readonly write?: true;
  readonly runs?: number;
  readonly seconds?: number;
  readonly stores?: string;
};

const NOTES = `
Benchmarks: ${BENCHES.map(({ name, about }) => `\n  ${name.padEnd(10)} ${about}`).join('')}

Those of speed are run; ${BENCHES.filter(({ document }) => document !== undefined)
  .map(({ name }) => name)
  .join(', ')} where they are named, or with --large. A result is saved under
bench/results/. A whole run, neither --quick nor --only, writes docs/reference/performance.md, with --large the others too.

Examples:
  npm run bench -- --quick
  npm run bench -- --only journeys --only create --compare bench/results/before.json
  npm run bench -- --compare bench/results/before.json bench/results/after.json
  npm run bench -- --beside ../before`;

async function main(flags: Flags): Promise<void> {
  if (flags.beside !== undefined) return await measureBeside(flags.beside, flags);
  const [before, after] = (flags.compare ?? []).map(readSaved);
  if (before !== undefined && after !== undefined) return showComparison(before, after);
  const now = await measure(flags);
  if (before !== undefined) showComparison(before, now);
}

async function measure(flags: Flags): Promise<Saved> {
  const chosen = BENCHES.filter((bench) => isChosen(bench, flags));
  const progress = progressOn(process.stderr, chosen.length);
  const context = await contextFor(flags, progress.say);
  const machine = thisMachine();
  const sections: (Section & { readonly document: DocumentName })[] = [];
  for (const bench of chosen) {
    progress.begin(bench.name, bench.about);
    const outcome = await outcomeOf(bench, context);
    progress.end();
    if (outcome === null) continue;
    console.log(outcomeText(outcome));
    sections.push({ title: titleOf(bench), outcome, document: bench.document ?? 'performance' });
  }
  const figures = sections.flatMap(({ outcome }) => outcome.figures);
  const saved: Saved = { form: 1, at: new Date().toISOString(), machine, effort: context.effort, figures };
  console.log(`Saved: ${save(saved, flags.results)}`);
  const whole = flags.quick === undefined && flags.only === undefined;
  for (const document of whole || flags.write ? DOCUMENTS : []) {
    const own = sections.filter((section) => section.document === document);
    if (own.length > 0) writeDocument(saved, own, placesOf(document));
  }
  return saved;
}

/** Nothing is saved: it is about a difference, and not about how fast anything is. */
async function measureBeside(folder: string, flags: Flags): Promise<void> {
  const progress = progressOn(process.stderr, 1);
  const context = await contextFor(flags, progress.say);
  progress.begin('beside', `journeys, ${flags.services} services of either version in turn`);
  const served = await sideBySide(context, [folder, ROOT], flags.services);
  progress.end();
  console.log(besideText(served));
}

/** Those with a document of their own do not tell of speed, and take long: they are named, or come with --large. */
function isChosen({ name, document = 'performance' }: Bench, { only, large }: Flags): boolean {
  return only?.includes(name) ?? (document === 'performance' || large === true);
}

/** Null where it failed: what the others found is worth keeping. */
async function outcomeOf(bench: Bench, context: Context): Promise<Outcome | null> {
  try {
    return await bench.run(context);
  } catch (error) {
    console.error(`\n${bench.name} failed:`, error);
    process.exitCode = 1;
    return null;
  }
}

function effortOf({ quick, large, runs, seconds }: Flags): Effort {
  const effort = quick ? QUICK : large ? LARGE : FULL;
  const lasting = seconds ?? effort.seconds;
  // Whoever asks for less is in a hurry.
  const warmUpSeconds = Math.min(effort.warmUpSeconds, seconds ?? effort.warmUpSeconds);
  return { ...effort, runs: runs ?? effort.runs, seconds: lasting, warmUpSeconds };
}

/** Installs what is missing, but for a look, and says what is missing still. */
async function contextFor(flags: Flags, progress: (text: string) => void): Promise<Context> {
  if (flags.quick === undefined) installTools();
  let peak: Promise<number> | null = null;
  const context: Context = {
    effort: effortOf(flags),
    tools: toolsOnThisMachine(),
    tls: await selfSigned(['localhost', '127.0.0.1'], instant(Date.now())),
    folder: () => {
      const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
      // However this process ends: a store of ten million is not to be left behind.
      process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
      return folder;
    },
    stores: flags.stores ?? null,
    progress,
    peak: () => {
      peak ??= measurePeak(context);
      return peak;
    },
  };
  sayWhatIsMissing(context);
  return context;
}

async function measurePeak(context: Context): Promise<number> {
  const { people, warmUpSeconds, seconds } = context.effort;
  context.progress('how much is the peak');
  return await inWorld(context, async ({ people: around }) => {
    await around.call('closed', { people, seconds: warmUpSeconds });
    const { perSecond } = await around.call('closed', { people, seconds });
    return perSecond;
  });
}

function sayWhatIsMissing({ tools }: Context): void {
  if (tools.taskset === null) console.error('Without taskset, service and client share the cores.');
  if (tools.wrk === null)
    console.error('Without wrk, requests come from autocannon, which is slower itself.');
  if (tools.strace === null) console.error('Without strace, syncs are not counted.');
}

function showComparison(before: Saved, after: Saved): void {
  const comparisons = compare(before.figures, after.figures);
  console.log(comparisonText(before, after, comparisons));
  if (comparisons.some(({ change }) => change === 'worse')) process.exitCode = 1;
}

const titleOf = ({ name, about }: Bench): string => `${name[0]?.toUpperCase()}${name.slice(1)}: ${about}`;

function oneOfBenches(name: string, before: readonly string[] = []): readonly string[] {
  if (BENCHES.some((bench) => bench.name === name)) return [...before, name];
  throw new InvalidArgumentError(`It must be one of ${BENCHES.map((bench) => bench.name).join(', ')}.`);
}

function positive(given: string): number {
  const number = Number(given);
  if (/^\d{1,4}(?:\.\d+)?$/.test(given) && number > 0) return number;
  throw new InvalidArgumentError('It must be a number above 0.');
}

function several(given: string): number {
  const number = Number(given);
  if (/^\d$/.test(given) && number > 1) return number;
  throw new InvalidArgumentError(
    'It must be a number from 2 to 9: one alone does not say how far it may be off.',
  );
}

function checkout(folder: string): string {
  if (['bench/harness/started.ts', 'node_modules'].every((name) => existsSync(join(folder, name))))
    return folder;
  throw new InvalidArgumentError('It must be a folder with another version of this project, after npm ci.');
}

process.setMaxListeners(0);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

await new Command('bench')
  .description('measure how fast the service is, against bare Fastify in the same run')
  .option('--quick', 'a look: one short run of each')
  .option('--large', 'with ten million challenges stored and a million journeys')
  .option('--only <name>', 'this benchmark alone; may be given again', oneOfBenches)
  .option(
    '--compare <file...>',
    'show what changed since a saved result; two files: between them, measuring nothing',
  )
  .option(
    '--beside <folder>',
    'journeys alone, of this version and of the checkout in that folder, in turn',
    checkout,
  )
  .option('--services <number>', 'how many services of either then', several, 4)
  .option('--results <folder>', 'where the result is saved', RESULTS)
  .option('--write', 'write into the documents although the run was not whole')
  .option('--runs <number>', 'how often each measurement is made', positive)
  .option('--seconds <number>', 'how long each lasts', positive)
  .option('--stores <folder>', 'where filled stores are kept for the next run: ten million take 20 minutes')
  .addHelpText('after', NOTES)
  .action(main)
  .parseAsync();
