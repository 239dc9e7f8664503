import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { countersign } from '../cli/command-line.ts';
import { startPostgres, type TestPostgres } from '../postgres-for-tests.ts';
import { assertNone, begun, CANARIES, PERSON, SETTINGS } from './canaries.ts';

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

/** All rows of all tables, as text. */
async function contents(url: string): Promise<string> {
  const tables = await server.query(
    url,
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  );
  assert.ok(tables.length > 10);
  const rows = await Promise.all(
    tables.map(({ table_name: name }) => server.query(url, `SELECT t::text AS row FROM "${name}" AS t`)),
  );
  return JSON.stringify(rows);
}

test('in PostgreSQL, too, nothing of a fact or a person can be read; an erased client has no key left, and the log still holds', async (context) => {
  const url = await server.createDatabase();
  const settings = { DATABASE_URL: url, SECRET_KEY: `${'A'.repeat(42)}E` };
  const { directory, running, seen } = await begun(context, settings);
  await seen.answer(await seen.make('chosen', 60));
  await seen.make('typed', 60);
  assertNone('the database', await contents(url), CANARIES);
  assert.equal((await server.query(url, 'SELECT FROM clients')).length, 1);

  const path = `/v1/clients/${encodeURIComponent(PERSON.client_id)}`;
  const erased = JSON.parse(await seen.call('DELETE', path));
  assert.deepEqual([erased.state, erased.challenges], ['erased', 2]);
  assertNone('the database', await contents(url), CANARIES);
  for (const table of ['challenges', 'past_challenges', 'blocked_clients', 'idempotency']) {
    assert.equal((await server.query(url, `SELECT FROM ${table}`)).length, 0, table);
  }
  const left = await server.query(url, 'SELECT FROM audit_entries WHERE sealed_disclosures IS NOT NULL');
  assert.equal(left.length, 0);
  const verified = await countersign(directory, { ...SETTINGS, ...settings }, 'audit', 'verify');
  assert.equal(verified.status, 0, verified.complaint);
  const { complaint } = await running.stop();
  assertNone('the log of the service', complaint, CANARIES);
});
