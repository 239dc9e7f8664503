import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { Client } from 'pg';
import { type Store, StoreUnavailable } from '../../../src/app/store-ports.ts';
import type { Challenge } from '../../../src/domain/challenge/challenge.ts';
import { openPostgresStore } from '../../../src/store/postgres/store.ts';
import { startPostgres, type TestPostgres } from '../../postgres-for-tests.ts';
import { create, decide } from '../sqlite/journeys.ts';

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

type Told = { readonly created: Set<string>; readonly decided: Set<string>; unavailable: number };

/**
 * From now on the connection is lost at the nth statement, once: before it is sent, or when its answer is on the way.
 * @returns how many were asked for.
 */
function loseAt(t: TestContext, nth: number, carriedOut: boolean): () => number {
  let count = 0;
  const original = Client.prototype.query;
  t.mock.method(Client.prototype, 'query', function losing(this: Client, ...given: unknown[]) {
    count += 1;
    if (count !== nth) return Reflect.apply(original, this, given);
    const sent = carriedOut ? Promise.resolve(Reflect.apply(original, this, given)) : Promise.resolve();
    return sent.then(() => {
      void this.end().catch(() => null);
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    });
  });
  return () => count;
}

/** Counts the step where it was acknowledged; where not, it must be for want of a medium. */
async function told<T>(counts: Told, step: Promise<T>, then: (value: T) => void): Promise<void> {
  try {
    then(await step);
  } catch (error) {
    assert(error instanceof StoreUnavailable, `not ${String(error)}`);
    counts.unavailable += 1;
  }
}

/** Two pending challenges end while two others begin, all in one group; then one more after them. */
async function work(store: Store, pending: readonly Challenge[], counts: Told): Promise<void> {
  const begin = () => told(counts, create(store), ({ id }) => counts.created.add(id));
  const end = (challenge: Challenge) =>
    told(counts, decide(store, challenge), () => counts.decided.add(challenge.id));
  await Promise.all([...pending.map(end), begin(), begin()]);
  await begin();
}

/** What the database holds, after checking that every verdict has its one entry and its one delivery. */
async function auditedContents(url: string) {
  const column = async (sql: string) => (await server.query(url, sql)).map((row) => String(row['value']));
  const challenges = await column('SELECT id AS value FROM challenges ORDER BY 1');
  const decided = await column(`SELECT id AS value FROM challenges WHERE status <> 'pending' ORDER BY 1`);
  const ofType = (type: string) =>
    column(
      `SELECT challenge AS value FROM audit_entries
       WHERE convert_from(entry, 'UTF8')::json ->> 'type' = '${type}' ORDER BY 1`,
    );
  assert.deepEqual(await ofType('challenge.created'), challenges);
  assert.deepEqual(await ofType('challenge.decided'), decided);
  assert.deepEqual(await column('SELECT challenge AS value FROM deliveries ORDER BY 1'), decided);
  const indexes = await column('SELECT entry_index AS value FROM audit_entries ORDER BY entry_index');
  assert.deepEqual(
    indexes,
    indexes.map((_, position) => String(position)),
  );
  assert.deepEqual(await column('SELECT size AS value FROM audit_state'), [String(indexes.length)]);
  return { challenges: new Set(challenges), decided: new Set(decided) };
}

for (const carriedOut of [false, true]) {
  const when = carriedOut ? 'after it was carried out' : 'before it is sent';
  test(`whichever statement loses its connection ${when}: all or nothing, everybody is told, and the store works on`, async (t) => {
    const url = await server.createDatabase();
    const store = await openPostgresStore(url);
    let statements = Number.POSITIVE_INFINITY;
    let unavailable = 0;
    for (let nth = 1; nth <= statements; nth++) {
      const pending = [await create(store), await create(store)];
      const counts: Told = { created: new Set(), decided: new Set(), unavailable: 0 };
      const executed = loseAt(t, nth, carriedOut);
      await work(store, pending, counts);
      statements = executed();
      t.mock.restoreAll();
      unavailable += counts.unavailable;

      counts.created.add((await create(store)).id);
      await store.ping();
      const contents = await auditedContents(url);
      assert(counts.created.isSubsetOf(contents.challenges));
      assert(counts.decided.isSubsetOf(contents.decided));
    }
    assert(statements > 15, `${statements} statements`);
    assert(unavailable > 15, `only ${unavailable} callers were told`);
    await store.close();
  });
}

test('while the database is down everybody hears so at once, and when it is back the store goes on', async () => {
  const url = await server.createDatabase();
  const store = await openPostgresStore(url);
  const { id } = await create(store);
  await server.crash();
  await assert.rejects(create(store), StoreUnavailable);
  await assert.rejects(store.challenges.byId(id), StoreUnavailable);
  await assert.rejects(store.ping(), StoreUnavailable);
  await server.restart();
  assert.equal((await store.challenges.byId(id))?.challenge.id, id);
  const after = await create(store);
  assert((await auditedContents(url)).challenges.isSupersetOf(new Set([id, after.id])));
  await store.close();
});
