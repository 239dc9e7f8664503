import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { openPostgresStore } from '../../src/store/postgres/store.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { startPostgres, type TestPostgres } from '../postgres-for-tests.ts';
import { create, decide } from '../store/sqlite/journeys.ts';
import { begun, countersign, workingDirectory } from './command-line.ts';

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

test('a copy that was killed in the middle goes on when it is asked for again, and says what it compared; back it goes too', async (context) => {
  const directory = workingDirectory(context);
  const path = join(directory, 'from.db');
  const store = await openSqliteStore({ path, serving: true });
  for (let nth = 0; nth < 20; nth++) await decide(store, await create(store));
  const entries = await store.audit.size();
  await store.close();
  const url = await server.createDatabase();
  await (await openPostgresStore(url)).close();
  const words = ['store', 'copy', '--from', `sqlite:${path}`, '--to', url];

  // It comes as far as the table that somebody else holds.
  const holder = new Client(url);
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE challenges IN SHARE MODE');
  const { child, ended } = begun(directory, {}, words);
  while ((await server.query(url, 'SELECT FROM pg_locks WHERE NOT granted')).length === 0) await pause(10);
  child.kill('SIGKILL');
  assert.equal((await ended).signal, 'SIGKILL');
  // As the server does by itself, once it finds nobody there.
  await server.query(url, 'SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted');
  await holder.end();
  await assert.rejects(openPostgresStore(url), /was not completed/);

  const again = await countersign(directory, {}, ...words);
  assert.equal(again.status, 0, again.complaint);
  assert.match(again.output, new RegExp(`, ${entries} entries of the log among them; its root is the same`));
  const back = ['store', 'copy', '--from', url, '--to', `sqlite:${join(directory, 'back.db')}`];
  assert.match((await countersign(directory, {}, ...back)).output, /its root is the same/);
});
