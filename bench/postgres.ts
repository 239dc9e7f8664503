/**
 * What the lock of the log costs on PostgreSQL, and what groups make of it: journeys a second, as stores see them, with
 * 1, 2 and 4 instances against the embedded store, and commits a second by how many ask at once.
 *
 * All instances run in this process, on one core together with none but themselves: the figures are of the database
 * and the waiting, not of what more cores would give.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../src/app/store-ports.ts';
import { openPostgresStore } from '../src/store/postgres/store.ts';
import { openSqliteStore } from '../src/store/sqlite/store.ts';
import { sampleChange, sampleEntry } from '../test/contracts/store-samples.ts';
import { startPostgres } from '../test/postgres-for-tests.ts';
import { create, decide } from '../test/store/sqlite/journeys.ts';
import type { LockCost } from './lock-queue.ts';

const SECONDS = Number(process.argv[2] ?? 2);
const AT_ONCE = [1, 4, 16, 64, 256];

/** With so many at once each group has as many changes, so the line through its times says what a group and a change take. */
function costOfGroups(measured: readonly { readonly size: number; readonly perSecond: number }[]): LockCost {
  const points = measured.map(({ size, perSecond }) => ({ size, time: (size * 1000) / perSecond }));
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [size, time] = [mean((point) => point.size), mean((point) => point.time)];
  const changeMilliseconds =
    mean((point) => (point.size - size) * (point.time - time)) / mean((point) => (point.size - size) ** 2);
  return { changeMilliseconds, groupMilliseconds: time - changeMilliseconds * size };
}

/** How often a second `work` is done, by so many at once, spread over the stores. */
async function rate(
  stores: readonly Store[],
  atOnce: number,
  work: (store: Store) => Promise<void>,
): Promise<number> {
  const begin = performance.now();
  const end = begin + SECONDS * 1000;
  let done = 0;
  const walk = async (store: Store): Promise<void> => {
    while (performance.now() < end) {
      await work(store);
      done += 1;
    }
  };
  await Promise.all(
    Array.from({ length: atOnce }, (_, nth) => walk(stores[nth % stores.length] ?? only(stores))),
  );
  return Math.round((done * 1000) / (performance.now() - begin));
}

function only(stores: readonly Store[]): Store {
  const [first] = stores;
  if (first === undefined) throw new RangeError('no store to measure');
  return first;
}

async function journey(store: Store): Promise<void> {
  const challenge = await create(store);
  await store.challenges.byToken(challenge.tokenHash);
  await decide(store, challenge);
}

async function commit(store: Store): Promise<void> {
  await store.challenges.commit(sampleChange({ audit: [sampleEntry(null)] }));
}

const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'));
const embedded = await openSqliteStore({ path: join(folder, 'countersign.db'), serving: true });
const server = await startPostgres();
const url = await server.createDatabase();
const shared = await Promise.all(Array.from({ length: 4 }, () => openPostgresStore(url)));
try {
  const journeys: Record<string, number> = { embedded: await rate([embedded], 64, journey) };
  for (const count of [1, 2, 4]) {
    journeys[`PostgreSQL, ${count} instances`] = await rate(shared.slice(0, count), 64, journey);
  }
  console.log('Journeys a second, 64 at once');
  console.table(journeys);
  const commits: Record<string, { readonly embedded: number; readonly postgres: number }> = {};
  for (const atOnce of AT_ONCE) {
    commits[`${atOnce} at once`] = {
      embedded: await rate([embedded], atOnce, commit),
      postgres: await rate(shared.slice(0, 1), atOnce, commit),
    };
  }
  console.log('Commits a second through the lock of the log, one instance');
  console.table(commits);
  console.log('Where the time of one change alone goes, in milliseconds');
  const [one] = shared;
  if (one === undefined) throw new RangeError('no store to measure');
  const taken = async (work: () => Promise<unknown>) =>
    1000 /
    (await rate([one], 1, async () => {
      await work();
    }));
  console.table({
    'a statement that reads': await taken(() => one.audit.size()),
    'a statement that writes, with its commit on the disk': await taken(() => one.ping()),
    'a change: the lock and its guards, the writes, the commit': await taken(() => commit(one)),
  });
  const { groupMilliseconds, changeMilliseconds } = costOfGroups(
    Object.values(commits).map(({ postgres }, nth) => ({ size: AT_ONCE[nth] ?? 1, perSecond: postgres })),
  );
  console.log(
    `A group takes ${groupMilliseconds.toFixed(2)} ms, and ${changeMilliseconds.toFixed(3)} ms more for each change. What follows from it:`,
  );
  console.log(
    `npm run bench:scale -- --group-ms ${groupMilliseconds.toFixed(2)} --change-ms ${changeMilliseconds.toFixed(3)}`,
  );
} finally {
  await Promise.all(shared.map((store) => store.close()));
  await embedded.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
