import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import type { Challenge } from '../../../src/domain/challenge/challenge.ts';
import { connect } from '../../../src/store/sqlite/database.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { StoreRefused } from '../../../src/store/store-refused.ts';
import { create, decide } from './journeys.ts';
import { withPath } from './temporary-store.ts';

const refusedAs = (pattern: RegExp) => (error: unknown) =>
  error instanceof StoreRefused && pattern.test(error.message) && !error.message.includes('\n');

test(
  'a file that is no database is refused with a clear sentence and left as it is',
  withPath(async (path) => {
    const text = 'Dear diary, this is no database. '.repeat(300);
    writeFileSync(path, text);
    await assert.rejects(
      openSqliteStore({ path, serving: true }),
      refusedAs(/damaged or is no database.*backup/),
    );
    assert.equal(readFileSync(path, 'utf8'), text);
  }),
);

test(
  "another program's database is refused with a clear sentence and left as it is",
  withPath(async (path) => {
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE recipes (name TEXT)');
    other.close();
    const before = readFileSync(path);
    await assert.rejects(openSqliteStore({ path, serving: true }), refusedAs(/belongs to another program/));
    assert(readFileSync(path).equals(before));
  }),
);

test(
  'a head that was overwritten is refused with a clear sentence',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: true });
    await create(store);
    await store.close();
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(100, 0xa5), 0, 100, 0);
    closeSync(file);
    await assert.rejects(openSqliteStore({ path, serving: true }), refusedAs(/damaged or is no database/));
  }),
);

test(
  'pages that were overwritten make what they hold unavailable; nothing wrong is answered',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: true });
    const challenges: Challenge[] = [];
    for (let count = 0; count < 50; count++) {
      const challenge = await create(store);
      await decide(store, challenge);
      challenges.push(challenge);
    }
    await store.close();
    overwriteContents(path);
    const damaged = await openSqliteStore({ path, serving: true });
    for (const { id } of challenges) await assert.rejects(damaged.challenges.byId(id), StoreUnavailable);
    await assert.rejects(create(damaged), StoreUnavailable);
    await damaged.close();
  }),
);

function overwriteContents(path: string): void {
  const connection = connect(path);
  const pages = connection
    .prepare(`SELECT pageno FROM dbstat WHERE name NOT IN ('sqlite_schema', 'migrations')`)
    .all();
  connection.close();
  const file = openSync(path, 'r+');
  for (const page of pages)
    writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, (Number(page['pageno']) - 1) * 4096);
  closeSync(file);
}

const TAMPERED: readonly (readonly [string, string])[] = [
  ['challenges', `status = 'sleeping'`],
  ['challenges', `id = 'nobody'`],
  ['challenges', `created_at = 9007199254740993`],
  ['clients', `ref = x'5a5a5a5a'`],
  ['clients', `asked_at = '{"not": "a list"}'`],
  ['clients', `asked_at = '["yesterday"]'`],
  ['clients', `latest = 'chl_'`],
];

test(
  'a row that makes no sense is an error that names the column and not the value',
  withPath(async (path) => {
    for (const [table, assignment] of TAMPERED) {
      const store = await openSqliteStore({ path, serving: true });
      const { tokenHash } = await create(store);
      const connection = connect(path);
      connection.exec('PRAGMA ignore_check_constraints = ON');
      connection.exec(`UPDATE ${table} SET ${assignment} WHERE number = (SELECT max(number) FROM ${table})`);
      connection.close();
      await assert.rejects(store.challenges.byToken(tokenHash), (error) => {
        assert(error instanceof Error);
        assert(!(error instanceof StoreUnavailable));
        assert(!/sleeping|nobody|5a5a|yesterday/.test(error.message), error.message);
        return true;
      });
      await store.close();
    }
  }),
);
