import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from './harness/context.ts';
import type { Usage } from './harness/obey-commands.ts';
import { inWorlds } from './harness/started.ts';
import type { Crowd } from './processes/crowd.ts';

/** How long a service is at work before it is the next one's turn. */
const TURN_SECONDS = 2;

/** What is asked of a service and of the people around it: in every version of the benchmarks since their first. */
type Stand = {
  readonly service: { call(name: 'usage', input: undefined): Promise<Usage> };
  readonly people: {
    call(name: 'closed', load: { readonly people: number; readonly seconds: number }): Promise<Crowd>;
  };
};
type InWorld = <T>(context: Context, work: (stand: Stand) => Promise<T>) => Promise<T>;

/** What one service did. */
export type Served = {
  /** The checkout that it was started from. */
  readonly folder: string;
  /** CPU time of all its threads for a journey. */
  readonly cpuMicroseconds: number;
  readonly perSecond: number;
  /** At the end. */
  readonly rssMegabytes: number;
};

/**
 * Several services of two checkouts, up at the same time and given journeys in turn: what the machine does besides falls
 * on all of them, and what differs from one service to the next of the same code shows in the spread. Which Node is
 * started with which flags is for each checkout to say.
 * @param folders of checkouts whose packages are installed.
 * @param each how many services of either.
 */
export async function sideBySide(
  context: Context,
  folders: readonly string[],
  each: number,
): Promise<readonly Served[]> {
  const versions = await Promise.all(
    folders.map(async (folder) => {
      const inWorld = await inWorldOf(folder);
      return (inner: (version: Version) => Promise<readonly Served[]>) =>
        inWorld(context, (stand) => inner({ folder, stand }));
    }),
  );
  // One of each at a time, so that none has been up for longer than the others.
  const openings = Array.from({ length: each }, () => versions).flat();
  return await inWorlds(openings, (opened) => inTurn(context, opened));
}

/** A service that is up, and where it came from. */
type Version = { readonly folder: string; readonly stand: Stand };

async function inWorldOf(folder: string): Promise<InWorld> {
  const file = pathToFileURL(join(resolve(folder), 'bench', 'harness', 'started.ts'));
  // Of this project, in whatever version; what is called in it has not changed since there were benchmarks.
  const { inWorld } = (await import(file.href)) as { readonly inWorld: InWorld };
  return inWorld;
}

async function inTurn(
  { effort, progress }: Context,
  versions: readonly Version[],
): Promise<readonly Served[]> {
  const tallies = versions.map((version) => ({
    ...version,
    cpuMicroseconds: 0,
    journeys: 0,
    rssMegabytes: 0,
  }));
  const warmUp = Math.ceil(effort.warmUpSeconds / TURN_SECONDS);
  const rounds = Math.ceil((effort.runs * effort.seconds) / TURN_SECONDS);
  for (let round = -warmUp; round < rounds; round++) {
    progress(round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`);
    // To and fro, so that a machine that grows slower meets nobody more than the others.
    for (const tally of round % 2 === 0 ? tallies : tallies.toReversed()) {
      const { service, people } = tally.stand;
      const before = await service.call('usage', undefined);
      const { ended } = await people.call('closed', { people: effort.people, seconds: TURN_SECONDS });
      const after = await service.call('usage', undefined);
      if (round < 0) continue;
      tally.cpuMicroseconds += after.cpuMicroseconds - before.cpuMicroseconds;
      tally.journeys += ended;
      tally.rssMegabytes = after.rssMegabytes;
    }
  }
  return tallies.map(({ folder, cpuMicroseconds, journeys, rssMegabytes }) => ({
    folder,
    cpuMicroseconds: cpuMicroseconds / journeys,
    perSecond: journeys / (rounds * TURN_SECONDS),
    rssMegabytes,
  }));
}

/** The mean, and how far it may be from that of very many: the standard error. */
export function meanAndError(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}
