import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type Migration, readMigrations } from '../../../src/store/migrations/read-migrations.ts';
import { connect } from '../../../src/store/sqlite/database.ts';
import { prepareDatabaseFile } from '../../../src/store/sqlite/database-file.ts';
import { migrate } from '../../../src/store/sqlite/migrate.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { StoreRefused } from '../../../src/store/store-refused.ts';
import { create } from './journeys.ts';
import { withPath } from './temporary-store.ts';

const SHIPPED = readMigrations(new URL('../../../src/store/migrations/sqlite/', import.meta.url));

const step = (number: number, sql: string, breaking = false): Migration => ({
  number,
  name: `step-${number}`,
  breaking,
  sql,
});

function migrated(path: string, migrations: readonly Migration[]): void {
  const connection = connect(prepareDatabaseFile(path));
  try {
    migrate(connection, migrations);
  } finally {
    connection.close();
  }
}

function tablesOf(path: string): readonly unknown[] {
  const connection = new DatabaseSync(path);
  const rows = connection.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`).all();
  connection.close();
  return rows.map((row) => row['name']);
}

test(
  'each step is applied once and in order, over any number of starts',
  withPath(async (path) => {
    const steps = [
      step(1, 'CREATE TABLE a (x INTEGER); INSERT INTO a VALUES (1)'),
      step(2, 'UPDATE a SET x = x + 1'),
    ];
    migrated(path, steps.slice(0, 1));
    migrated(path, steps);
    migrated(path, steps);
    const connection = new DatabaseSync(path);
    assert.equal(connection.prepare('SELECT x FROM a').get()?.['x'], 2);
    connection.close();
  }),
);

test(
  'a step that fails leaves nothing of itself, keeps those before it, and is tried again at the next start',
  withPath(async (path) => {
    const first = step(1, 'CREATE TABLE a (x INTEGER)');
    assert.throws(() =>
      migrated(path, [first, step(2, 'CREATE TABLE b (x INTEGER); CREATE TABLE a (x INTEGER)')]),
    );
    assert.deepEqual(tablesOf(path), ['a', 'migrations']);
    migrated(path, [first, step(2, 'CREATE TABLE b (x INTEGER)')]);
    assert.deepEqual(tablesOf(path), ['a', 'b', 'migrations']);
  }),
);

test(
  'a database that a newer version changed beyond this one is refused in one sentence, and not touched',
  withPath(async (path) => {
    const newer = [...SHIPPED, step(SHIPPED.length + 1, 'CREATE TABLE future (x INTEGER)', true)];
    migrated(path, newer);
    await assert.rejects(
      openSqliteStore({ path, serving: true }),
      (error) =>
        error instanceof StoreRefused &&
        /newer version of Countersign.*start that version again/.test(error.message) &&
        !error.message.includes('\n'),
    );
    migrated(path, newer);
  }),
);

test(
  'a newer schema that breaks nothing is used as it is',
  withPath(async (path) => {
    migrated(path, [...SHIPPED, step(SHIPPED.length + 1, 'ALTER TABLE clients ADD COLUMN note TEXT')]);
    const store = await openSqliteStore({ path, serving: true });
    const { id } = await create(store);
    assert.equal((await store.challenges.byId(id))?.challenge.id, id);
    await store.close();
  }),
);

test('the shipped steps are numbered from 1 and say whether they break older versions', () => {
  assert.deepEqual(
    SHIPPED.map(({ number }) => number),
    SHIPPED.map((_, position) => position + 1),
  );
  assert.equal(SHIPPED[0]?.breaking, true);
});

test(
  'a step without its mark, or a gap in the numbers, is noticed when the files are read',
  withPath(async (path) => {
    const cases: Record<string, Record<string, string>> = {
      unmarked: { '0001-a.sql': 'CREATE TABLE a (x)' },
      misspelt: { '0001-a.sql': '-- breaking: perhaps\n' },
      gap: { '0001-a.sql': '-- breaking: no\n', '0003-c.sql': '-- breaking: no\n' },
      misnamed: { 'first.sql': '-- breaking: no\n' },
    };
    for (const [name, files] of Object.entries(cases)) {
      const directory = join(dirname(path), name);
      mkdirSync(directory);
      for (const [file, sql] of Object.entries(files)) writeFileSync(join(directory, file), sql);
      assert.throws(() => readMigrations(pathToFileURL(`${directory}/`)), name);
    }
  }),
);
