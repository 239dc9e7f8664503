import { type Step, type Traveller, traveller } from '../../src/cli/loadtest/journey.ts';
import { type SimulatedClient, simulatedClient } from '../../src/cli/loadtest/simulated-client.ts';
import type { Target } from '../../src/cli/loadtest/target.ts';
import { obeyCommands, usage } from '../harness/obey-commands.ts';
import { arrivals } from './arrivals.ts';
import { type Crowd, CrowdCounter } from './crowd.ts';
import { type Heard, startPlatform } from './platform.ts';
import { Visitors, type Visits } from './visitors.ts';

/*
 * Bots, people and the bot platform: everything around a service that is measured, in one process.
 */

/** How long the platform is listened to for one verdict. */
const TOLD_MILLISECONDS = 15_000;

type Session = { readonly target: Target; readonly people: Traveller; readonly run: string; made: number };
/** A person between two steps. */
type OnTheWay = { readonly client: SimulatedClient; readonly path: string; readonly form: string };

let session: Session | null = null;
let heard: Heard[] = [];
const listening = new Map<string, (heard: Heard) => void>();
let onTheWay: readonly OnTheWay[] = [];
let visitors: Visitors | null = null;

const commands = {
  /** Answers the URL of the stand-in for Chatfuel. */
  startPlatform: async (): Promise<string> => {
    const platform = await startPlatform((call) => {
      heard.push(call);
      listening.get(call.client)?.(call);
    });
    return platform.url;
  },
  connect: async (given: { readonly target: Target; readonly connections: number; readonly run: string }) => {
    await session?.people.close();
    session = { ...given, people: traveller(given.target, given.connections), made: 0 };
    heard = [];
    onTheWay = [];
  },
  /** So many people at once, each beginning anew as soon as the platform was told of the journey before. */
  closed: async (load: { readonly people: number; readonly seconds: number }): Promise<Crowd> => {
    const begins = performance.now();
    const ends = begins + load.seconds * 1000;
    const counter = new CrowdCounter(begins, ends);
    await atOnce(
      load.people,
      () => performance.now() < ends,
      () => wholeJourney(counter),
    );
    return counter.result();
  },
  /** So many journeys, so many people at once. */
  counted: async (load: { readonly people: number; readonly journeys: number }): Promise<Crowd> => {
    const begins = performance.now();
    const counter = new CrowdCounter(begins, Number.POSITIVE_INFINITY);
    let left = load.journeys;
    await atOnce(
      load.people,
      () => left-- > 0,
      () => wholeJourney(counter),
    );
    const { ended, ...rest } = counter.result();
    return { ...rest, ended, perSecond: (ended * 1000) / (performance.now() - begins) };
  },
  /** Journeys that begin at random moments, so many a second on average, whether or not others have ended. */
  paced: async ({
    perSecond,
    seconds,
  }: {
    readonly perSecond: number;
    readonly seconds: number;
  }): Promise<Crowd> => {
    const begins = performance.now();
    const counter = new CrowdCounter(begins, begins + seconds * 1000);
    const underWay: Promise<void>[] = [];
    for await (const _ of arrivals(perSecond, seconds)) underWay.push(wholeJourney(counter));
    await Promise.all(underWay);
    return counter.result();
  },
  /** One step for `count` people, so many at once; pages and answers are those of the people of the step before. */
  step: async ({
    step,
    people,
    count,
  }: {
    readonly step: Step;
    readonly people: number;
    readonly count: number;
  }) => {
    const before = onTheWay;
    const after: OnTheWay[] = [];
    let next = 0;
    await atOnce(
      people,
      () => next < count,
      async () => {
        after.push(await oneStep(step, before[next++]));
      },
    );
    onTheWay = after;
  },
  /** Opens many connections, each to the page of a challenge of its own. */
  gather: async (connections: number): Promise<void> => {
    const { target, people } = current();
    const paths = await Promise.all(
      Array.from({ length: connections }, async () => {
        const path = await people.create(nextClient(), ignored);
        if (!path.ok) throw new Error(path.error);
        return path.value;
      }),
    );
    visitors = await Visitors.gathered(target.webOrigin, paths);
  },
  /** On each of these connections somebody opens that page again and again, after pauses of random length. */
  visit: async (visits: Visits): Promise<Crowd> => {
    if (visitors === null) throw new Error('nobody was gathered');
    return await visitors.visit(visits);
  },
  heard: (): readonly Heard[] => heard,
  usage,
};

export type PeopleCommands = typeof commands;

const ignored = (): void => undefined;

function current(): Session {
  if (session === null) throw new Error('nothing was connected to');
  return session;
}

function nextClient(): SimulatedClient {
  const now = current();
  return simulatedClient(now.run, ++now.made);
}

/** `count` loops side by side, each going on while there is more. */
async function atOnce(count: number, more: () => boolean, work: () => Promise<void>): Promise<void> {
  await Promise.all(
    Array.from({ length: count }, async () => {
      while (more()) await work();
    }),
  );
}

async function wholeJourney(counter: CrowdCounter): Promise<void> {
  const client = nextClient();
  const since = performance.now();
  const told = toldOf(client);
  const outcome = await current().people.go(client, (step, took) => counter.record(step, took));
  if (!outcome.ok) {
    told.forget();
    counter.failed(outcome.error);
    return;
  }
  const answered = performance.now();
  if (await told.promise) {
    const now = performance.now();
    counter.record('told', now - answered);
    counter.ended(now - since);
  } else counter.failed('told: answered, but the platform never heard of it');
}

/** Whether the platform hears of a client in time. */
function toldOf(client: SimulatedClient): { readonly promise: Promise<boolean>; forget(): void } {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const end = (told: boolean): void => {
    clearTimeout(timer);
    listening.delete(client.id);
    resolve(told);
  };
  const timer = setTimeout(end, TOLD_MILLISECONDS, false);
  listening.set(client.id, () => end(true));
  return { promise, forget: () => end(false) };
}

async function oneStep(step: Step, before: OnTheWay | undefined): Promise<OnTheWay> {
  const { people } = current();
  if (step === 'create') {
    const client = nextClient();
    const path = await people.create(client, ignored);
    if (!path.ok) throw new Error(path.error);
    return { client, path: path.value, form: '' };
  }
  if (before === undefined) throw new Error(`nobody is there for the step ${step}`);
  if (step === 'page') {
    const form = await people.open(before.path, before.client, ignored);
    if (!form.ok) throw new Error(form.error);
    return { ...before, form: form.value };
  }
  const told = toldOf(before.client);
  const answered = await people.answer(before.path, before.form, ignored);
  if (!answered.ok) throw new Error(answered.error);
  if (!(await told.promise)) throw new Error('the platform never heard of an answer');
  return before;
}

obeyCommands(commands);
