import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { connect, Database } from '../../../src/store/sqlite/database.ts';
import { requireDurability } from '../../../src/store/sqlite/durability.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { StoreRefused } from '../../../src/store/store-refused.ts';
import { withPath } from './temporary-store.ts';

const PROMISED = {
  journal_mode: 'wal',
  synchronous: 2,
  foreign_keys: 1,
  secure_delete: 1,
  trusted_schema: 0,
  temp_store: 2,
  busy_timeout: 5000,
};

function settingsOf(connection: { prepare(sql: string): { get(): unknown } }): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(PROMISED).map((name) => {
      const row = connection.prepare(`PRAGMA ${name}`).get();
      return [name, Object.values(row ?? {})[0]];
    }),
  );
}

test(
  'every open, also one after another program changed the file, runs with full sync in WAL',
  withPath(async (path) => {
    await (await openSqliteStore({ path, serving: false })).close();
    for (const mode of ['WAL', 'DELETE', 'TRUNCATE']) {
      const other = new DatabaseSync(path);
      other.exec(`PRAGMA journal_mode = ${mode}`);
      other.close();
      const connection = connect(path);
      assert.deepEqual(settingsOf(connection), PROMISED);
      connection.close();
    }
  }),
);

test(
  'a connection that was given up after an I/O error is replaced by one with the same promises',
  withPath(async (path) => {
    await (await openSqliteStore({ path, serving: false })).close();
    const database = new Database(path, connect(path));
    const failure = Object.assign(new Error('disk I/O error'), { errcode: 10, errstr: 'disk I/O error' });
    const fail = () => {
      throw failure;
    };
    assert.throws(() => database.read(fail), { name: 'StoreUnavailable', cause: failure });
    assert.deepEqual(settingsOf(database), PROMISED);
    database.close();
  }),
);

test('a database that cannot be written durably is refused in one sentence', () => {
  const inMemory = new DatabaseSync(':memory:');
  assert.throws(
    () => requireDurability(inMemory),
    (error) =>
      error instanceof StoreRefused && /journal_mode should be wal but stays memory/.test(error.message),
  );
  inMemory.close();
});
