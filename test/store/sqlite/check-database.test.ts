import assert from 'node:assert/strict';
import { existsSync, truncateSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { checkDatabase, checkRoom } from '../../../src/store/sqlite/check-database.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { create } from './journeys.ts';
import { withPath } from './temporary-store.ts';

const levels = (path: string) => checkDatabase(path).map(({ level }) => level);

test(
  'a database that is served is fine, and one that is not there is not made',
  withPath(async (path) => {
    assert.deepEqual(levels(path), ['ok']);
    assert.equal(existsSync(path), false);
    const store = await openSqliteStore({ path, serving: true });
    await create(store);
    const findings = checkDatabase(path);
    assert.match(findings[0]?.found ?? '', /each commit is on the disk before it is acknowledged/);
    assert.equal(findings[1]?.level, 'ok');
    await create(store);
    await store.close();
  }),
);

test(
  'a file that is no database is a fault, and a log that only grows a warning',
  withPath(async (path) => {
    writeFileSync(path, 'this is no database, and long enough to be looked at'.repeat(100));
    assert.equal(checkDatabase(path)[0]?.level, 'fault');
    writeFileSync(`${path}-wal`, '');
    truncateSync(`${path}-wal`, 200 * 1024 * 1024);
    assert.equal(checkDatabase(path)[1]?.level, 'warning');
  }),
);

test('a disk that is nearly full is a warning, and one that is full a fault', () => {
  assert.equal(checkRoom(20 * 2 ** 30, '/data/countersign.db').level, 'ok');
  assert.equal(checkRoom(500 * 2 ** 20, '/data/countersign.db').level, 'warning');
  const full = checkRoom(3 * 2 ** 20, '/data/countersign.db');
  assert.equal(full.level, 'fault');
  assert.equal(full.found, '3 MiB are free for /data.');
});
