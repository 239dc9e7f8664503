import assert from 'node:assert/strict';
import { chmodSync, readdirSync, statSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { connect, Database } from '../../../src/store/sqlite/database.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { StoreRefused } from '../../../src/store/store-refused.ts';
import { create } from './journeys.ts';
import { withPath } from './temporary-store.ts';

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test(
  'only the owner can read what is created: directories, database, its log and index, and the lock',
  withPath(async (near) => {
    const directory = join(dirname(near), 'data', 'deeper');
    const before = process.umask(0);
    try {
      const store = await openSqliteStore({ path: join(directory, 'a.db'), serving: true });
      await create(store);
      const files = readdirSync(directory).sort();
      assert.deepEqual(files, ['a.db', 'a.db-serving', 'a.db-shm', 'a.db-wal']);
      for (const file of files) assert.equal(mode(join(directory, file)), '600', file);
      assert.equal(mode(directory), '700');
      assert.equal(mode(dirname(directory)), '700');
      await store.close();
    } finally {
      process.umask(before);
    }
  }),
);

test(
  "a file's mode that the operator chose stays",
  withPath(async (path) => {
    await (await openSqliteStore({ path, serving: false })).close();
    chmodSync(path, 0o640);
    await (await openSqliteStore({ path, serving: false })).close();
    assert.equal(mode(path), '640');
  }),
);

test(
  'a path that cannot be created is refused in one sentence that names it',
  withPath(async (near) => {
    writeFileSync(near, 'a file, no directory');
    const path = join(near, 'a.db');
    await assert.rejects(
      openSqliteStore({ path, serving: true }),
      (error) => error instanceof StoreRefused && error.message.includes(path),
    );
  }),
);

test(
  'a symbolic link and the file behind it are one database',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: false });
    const { id } = await create(store);
    const alias = `${path}-alias`;
    symlinkSync(path, alias);
    const same = await openSqliteStore({ path: alias, serving: false });
    assert.equal((await same.challenges.byId(id))?.challenge.id, id);
    await same.close();
    await store.close();
  }),
);

test(
  'a file that vanished under a connection that was given up does not come back empty',
  withPath(async (path) => {
    await (await openSqliteStore({ path, serving: false })).close();
    const database = new Database(path, connect(path));
    assert.throws(() => database.read(ioError), StoreUnavailable);
    unlinkSync(path);
    const look = () => database.read(() => database.prepare('SELECT 1').get());
    assert.throws(look, StoreUnavailable);
    assert.deepEqual(readdirSync(dirname(path)), []);
    writeFileSync(path, '');
    assert.throws(look, StoreUnavailable);
    database.close();
  }),
);

function ioError(): never {
  throw Object.assign(new Error('disk I/O error'), { errcode: 10, errstr: 'disk I/O error' });
}
