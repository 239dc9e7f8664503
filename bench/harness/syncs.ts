import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './context.ts';
import { inWorld } from './started.ts';

/** Two calls: SQLite uses the second one where it can. */
const SYNCS = 'fsync,fdatasync';

/**
 * Syncs of the disk for one journey, where so many people are on their way at once; null where strace is not there to
 * count them. Only these calls are stopped at, so that the service is about as fast as ever.
 */
export async function countSyncs(context: Context): Promise<number | null> {
  const { tools, effort } = context;
  if (tools.strace === null) return null;
  const folder = context.folder();
  const log = join(folder, 'syncs.log');
  const under = [tools.strace, '-f', '--seccomp-bpf', '-qq', '-e', `trace=${SYNCS}`, '-o', log];
  const count = () => readFileSync(log, 'utf8').split('\n').filter(isSync).length;
  return await inWorld(
    context,
    async ({ people }) => {
      await people.call('closed', { people: effort.people, seconds: effort.warmUpSeconds });
      const before = count();
      const { ended } = await people.call('closed', { people: effort.people, seconds: effort.seconds });
      return (count() - before) / ended;
    },
    { folder, under },
  );
}

/** One call may take two lines where threads take turns: the second is left out. */
const isSync = (line: string): boolean => /\bf(?:data)?sync\(/.test(line);
