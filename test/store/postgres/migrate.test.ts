import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Migration, readMigrations } from '../../../src/store/migrations/read-migrations.ts';
import { Connection } from '../../../src/store/postgres/connection.ts';
import { migrate } from '../../../src/store/postgres/migrate.ts';
import { openPostgresStore } from '../../../src/store/postgres/store.ts';
import { StoreRefused } from '../../../src/store/store-refused.ts';
import { storeChallenge, storeClient } from '../../contracts/store-samples.ts';
import { startPostgres, type TestPostgres } from '../../postgres-for-tests.ts';

const SHIPPED = readMigrations(new URL('../../../src/store/migrations/postgres/', import.meta.url));

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

const step = (number: number, sql: string, breaking = false): Migration => ({
  number,
  name: `step-${number}`,
  breaking,
  sql,
});

const NEXT = SHIPPED.length + 1;

/** As a program does that knows these steps. */
async function migrated(url: string, migrations: readonly Migration[]): Promise<void> {
  const connection = await Connection.open(url);
  try {
    await migrate(connection, migrations);
  } finally {
    await connection.close();
  }
}

const tablesOf = async (url: string): Promise<readonly unknown[]> =>
  (
    await server.query(
      url,
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`,
    )
  ).map((row) => row['relname']);

test('each step is applied once and in order, over any number of starts', async () => {
  const url = await server.createDatabase();
  const steps = [
    step(1, 'CREATE TABLE a (x integer); INSERT INTO a VALUES (1)'),
    step(2, 'UPDATE a SET x = x + 1'),
  ];
  await migrated(url, steps.slice(0, 1));
  await migrated(url, steps);
  await migrated(url, steps);
  assert.deepEqual(await server.query(url, 'SELECT x FROM a'), [{ x: 2 }]);
});

test('a step that several instances come to at once is applied by one, and the others wait for it', async () => {
  const url = await server.createDatabase();
  const steps = [
    step(1, 'CREATE TABLE a (x integer); INSERT INTO a VALUES (1)'),
    step(2, 'SELECT pg_sleep(0.2); UPDATE a SET x = x + 1', true),
  ];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      await migrated(url, steps);
      assert.deepEqual(await server.query(url, 'SELECT x FROM a'), [{ x: 2 }]);
    }),
  );
});

test('a step that fails leaves nothing of itself, keeps those before it, and is tried again at the next start', async () => {
  const url = await server.createDatabase();
  const first = step(1, 'CREATE TABLE a (x integer)');
  await assert.rejects(
    migrated(url, [first, step(2, 'CREATE TABLE b (x integer); CREATE TABLE a (x integer)')]),
  );
  assert.deepEqual(await tablesOf(url), ['a', 'migrations']);
  await migrated(url, [first, step(2, 'CREATE TABLE b (x integer)')]);
  assert.deepEqual(await tablesOf(url), ['a', 'b', 'migrations']);
});

test('a database that a newer version changed beyond this one is refused in one sentence, and not touched', async () => {
  const url = await server.createDatabase();
  const newer = [...SHIPPED, step(NEXT, 'CREATE TABLE future (x integer)', true)];
  await migrated(url, newer);
  const tables = await tablesOf(url);
  await assert.rejects(
    openPostgresStore(url),
    (error) =>
      error instanceof StoreRefused &&
      /newer version of Countersign.*start that version again/.test(error.message) &&
      !error.message.includes('\n'),
  );
  assert.deepEqual(await tablesOf(url), tables);
  await migrated(url, newer);
});

test('during a rolling upgrade that breaks nothing, an instance that runs and one that starts serve beside the newer ones', async () => {
  const url = await server.createDatabase();
  const running = await openPostgresStore(url);
  const client = await storeClient(running);
  const before = await storeChallenge(running, client);
  await migrated(url, [...SHIPPED, step(NEXT, 'ALTER TABLE challenges ADD COLUMN note text')]);
  const started = await openPostgresStore(url);
  for (const store of [running, started]) {
    assert.equal((await store.challenges.byId(before.id))?.challenge.id, before.id);
    const { id } = await storeChallenge(store, client);
    assert.equal((await store.challenges.byId(id))?.challenge.id, id);
  }
  await Promise.all([running.close(), started.close()]);
});

test('the shipped steps are those of the embedded store, by number, name and mark', () => {
  const marks = (steps: readonly Migration[]) =>
    steps.map(({ number, name, breaking }) => ({ number, name, breaking }));
  const embedded = readMigrations(new URL('../../../src/store/migrations/sqlite/', import.meta.url));
  assert.deepEqual(marks(SHIPPED), marks(embedded));
});
