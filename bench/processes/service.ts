import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { jsonLog, logDestination } from '../../src/system/logger.ts';
import { obeyCommands, usage } from '../harness/obey-commands.ts';
import { DATABASE_NAME, type Running, runService, type ServiceParts } from '../service-under-test.ts';

/*
 * The service as an operator runs it, log included, in a process that can be pinned, weighed and profiled.
 */

const SAMPLE_MICROSECONDS = 500;

let running: Running | null = null;
let folder = '';
let session: Session | null = null;

const commands = {
  start: async (parts: Omit<ServiceParts, 'log'>) => {
    folder = parts.folder;
    const destination = logDestination(join(folder, 'service.log'));
    running = await runService({ ...parts, log: jsonLog('info', destination) });
    const { close: _, ...target } = running;
    return target;
  },
  usage,
  /** Megabytes that are still reachable, on the heap and beside it: what was only not collected yet is left out. */
  reachable: (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return (heapUsed + external) / 2 ** 20;
  },
  startProfile: async () => {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROSECONDS });
    await session.post('Profiler.start');
  },
  /** Answers the path of a `.cpuprofile`. */
  stopProfile: async (name: string): Promise<string> => {
    if (session === null) throw new Error('no profile was started');
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    const path = join(folder, `${name}.cpuprofile`);
    writeFileSync(path, JSON.stringify(profile));
    return path;
  },
  /** Deliveries whose success is recorded in the database. */
  delivered: (): number => counted(`deliveries WHERE status = 'delivered'`),
  /** Challenges without a verdict. */
  pending: (): number => counted(`challenges WHERE status = 'pending'`),
};

/** @param rows the table and which of its rows, in SQL. */
function counted(rows: string): number {
  const database = new DatabaseSync(join(folder, DATABASE_NAME), { readOnly: true });
  try {
    return Number(database.prepare(`SELECT count(*) AS n FROM ${rows}`).get()?.['n']);
  } finally {
    database.close();
  }
}

/** Node has this only by a flag, which may be set late. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

export type ServiceCommands = typeof commands;

obeyCommands(commands, async () => {
  await running?.close();
});
