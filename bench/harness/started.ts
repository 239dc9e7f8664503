import type { Target } from '../../src/cli/loadtest/target.ts';
import type { AnchorCommands } from '../processes/anchor.ts';
import type { PeopleCommands } from '../processes/people.ts';
import type { ServiceCommands } from '../processes/service.ts';
import type { Bots } from '../service-under-test.ts';
import { type Child, startChild } from './child.ts';
import type { Context } from './context.ts';

/** A service that is measured, and everything around it. */
export type World = {
  readonly service: Child<ServiceCommands>;
  readonly people: Child<PeopleCommands>;
  readonly target: Target & { readonly botKeys: readonly string[] };
  /** Where the database is. */
  readonly folder: string;
};

export type WorldOptions = {
  /** Of a database that is there already; else a new one. */
  readonly folder?: string;
  /** What the command line of the service begins with. */
  readonly under?: readonly string[];
  readonly bots?: Bots;
};

let worlds = 0;

/** Runs `work` in a world of its own: the service on one core, bots, people and platform on the other. */
export async function inWorld<T>(
  { tools, tls, effort, folder: newFolder }: Context,
  work: (world: World) => Promise<T>,
  { folder = newFolder(), under = [], bots }: WorldOptions = {},
): Promise<T> {
  const file = (name: string) => new URL(`../processes/${name}.ts`, import.meta.url);
  const people = startChild<PeopleCommands>({ file: file('people'), core: 'measuring', tools });
  const service = startChild<ServiceCommands>({ file: file('service'), core: 'measured', tools, under });
  try {
    const platformUrl = await people.call('startPlatform', undefined);
    const target = await service.call('start', {
      folder,
      tls,
      platformUrl,
      ...(bots === undefined ? {} : { bots }),
    });
    await people.call('connect', {
      target,
      connections: 2 * effort.people,
      run: `${process.pid}-${++worlds}`,
    });
    return await work({ service, people, target, folder });
  } finally {
    await people.stop();
    await service.stop();
  }
}

/** Runs `work` in several worlds at once, each opened within the one before by one of `openings`. */
export async function inWorlds<W, T>(
  [first, ...rest]: readonly ((inner: (world: W) => Promise<T>) => Promise<T>)[],
  work: (worlds: readonly W[]) => Promise<T>,
): Promise<T> {
  if (first === undefined) return await work([]);
  return await first((world) => inWorlds(rest, (worlds) => work([world, ...worlds])));
}

/** Runs `work` with the anchor up. @param work is given where it is. */
export async function withAnchor<T>(
  { tools, tls }: Context,
  work: (origin: string) => Promise<T>,
): Promise<T> {
  const file = new URL('../processes/anchor.ts', import.meta.url);
  const anchor = startChild<AnchorCommands>({ file, core: 'measured', tools });
  try {
    return await work(await anchor.call('start', tls));
  } finally {
    await anchor.stop();
  }
}
