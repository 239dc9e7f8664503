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

const SECONDS = Number(process.argv[2] ?? 2);

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
  for (const atOnce of [1, 4, 16, 64, 256]) {
    commits[`${atOnce} at once`] = {
      embedded: await rate([embedded], atOnce, commit),
      postgres: await rate(shared.slice(0, 1), atOnce, commit),
    };
  }
  console.log('Commits a second through the lock of the log, one instance');
  console.table(commits);
} finally {
  await Promise.all(shared.map((store) => store.close()));
  await embedded.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
