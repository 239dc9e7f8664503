import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { after, before, test } from 'node:test';
import type { Store } from '../../../src/app/store-ports.ts';
import { makeId } from '../../../src/kernel/ids.ts';
import { copyStore } from '../../../src/store/copy/copy-store.ts';
import { postgresSource, postgresTarget } from '../../../src/store/copy/postgres-side.ts';
import { sqliteSource, sqliteTarget } from '../../../src/store/copy/sqlite-side.ts';
import { STATE_COLUMNS, TABLES_IN_ORDER } from '../../../src/store/copy/tables.ts';
import { openPostgresStore } from '../../../src/store/postgres/store.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { StoreRefused } from '../../../src/store/store-refused.ts';
import { assertSame } from '../../contracts/open-store.ts';
import {
  ALL_DELIVERIES,
  CHANNEL,
  freshBytes,
  NOW,
  sampleChange,
  sampleDelivery,
  sampleEntry,
  storeChallenge,
  storeClient,
} from '../../contracts/store-samples.ts';
import { startPostgres, type TestPostgres } from '../../postgres-for-tests.ts';
import { create, decide } from '../sqlite/journeys.ts';
import { withPath } from '../sqlite/temporary-store.ts';

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

async function fill(store: Store, journeys: number): Promise<void> {
  await Promise.all(
    Array.from({ length: journeys }, async (_, nth) => {
      const challenge = await create(store);
      if (nth % 3 > 0) await decide(store, challenge);
    }),
  );
  const challenge = await storeChallenge(store, await storeClient(store));
  const link = sampleDelivery(challenge, { event: 'created', sealedLink: freshBytes(60) });
  await store.challenges.commit(sampleChange({ deliveries: [link] }));
  const id = makeId('key', NOW, freshBytes(10));
  const named = { id, scope: 'bot', channel: CHANNEL, name: 'bot' } as const;
  const key = { ...named, hash: freshBytes(32), createdAt: NOW, revokedAt: null };
  await store.checkpoints.name('log.example', null);
  const signingKey = { publicKey: 'A'.repeat(43), wrappedSeed: freshBytes(60) };
  await store.checkpoints.addSigningKey(signingKey, 0, sampleEntry(null));
  const checkpoint = { size: 1, note: 'note', cosignatures: 1, timestamp: freshBytes(30) };
  await store.checkpoints.put(checkpoint);
  await store.keys.insert(key, sampleEntry(null, { type: 'key.created', subject: id, channel: CHANNEL }));
}

async function contents(store: Store): Promise<unknown> {
  const query = { channel: CHANNEL, client: null, status: null, limit: 100, before: null };
  return {
    challenges: await store.challenges.list(query),
    deliveries: await store.deliveries.list({
      ...ALL_DELIVERIES,
      limit: 100,
    }),
    keys: await store.keys.list(null),
    tree: await store.audit.tree(),
    origin: await store.checkpoints.origin(),
    signingKeys: await store.checkpoints.signingKeys(),
    checkpoints: await store.checkpoints.list(0, 10),
    entries: await store.audit.entries({ challenge: null, fromIndex: 0, limit: 50 }),
  };
}

const quiet = () => undefined;

async function copy(from: string, to: string): Promise<void> {
  const source = from.startsWith('postgres') ? await postgresSource(from) : sqliteSource(from);
  try {
    const target = to.startsWith('postgres') ? await postgresTarget(to) : sqliteTarget(to);
    try {
      await copyStore(source, target, quiet);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

test(
  'a store is the same on PostgreSQL and back on SQLite, and grows on where it was',
  withPath(async (path) => {
    const url = await server.createDatabase();
    const original = await openSqliteStore({ path, serving: true });
    await fill(original, 1200);
    const before = await contents(original);
    await original.close();

    await copy(path, url);
    const moved = await openPostgresStore(url);
    assertSame(await contents(moved), before);
    await fill(moved, 3);
    const grown = await contents(moved);
    await moved.close();

    const back = `${path}.back`;
    await copy(url, back);
    const returned = await openSqliteStore({ path: back, serving: true });
    assertSame(await contents(returned), grown);
    await fill(returned, 3);
    await returned.close();
  }),
);

test(
  'a copy that is broken off cannot be served, and goes on where it was',
  withPath(async (path) => {
    const url = await server.createDatabase();
    const store = await openSqliteStore({ path, serving: true });
    await fill(store, 1500);
    const before = await contents(store);
    await store.close();

    const source = sqliteSource(path);
    let target = await postgresTarget(url);
    let pages = 0;
    const failing = {
      ...target,
      write: async (...given: Parameters<typeof target.write>) => {
        pages += 1;
        if (pages === 5) throw new Error('broken off');
        await target.write(...given);
      },
    };
    await assert.rejects(copyStore(source, failing, quiet), /broken off/);
    await target.close();
    await assert.rejects(openPostgresStore(url), StoreRefused);

    target = await postgresTarget(url);
    const shares: number[] = [];
    await copyStore(source, target, ({ done, of }) => shares.push(done / of));
    assert.equal(shares.at(-1), 1);
    assert.deepEqual(
      shares.toSorted((a, b) => a - b),
      shares,
    );
    await target.close();
    await source.close();
    const moved = await openPostgresStore(url);
    assertSame(await contents(moved), before);
    await moved.close();
  }),
);

test(
  'a source that changed between two runs is noticed, and the copy is not served',
  withPath(async (path) => {
    const url = await server.createDatabase();
    const store = await openSqliteStore({ path, serving: true });
    const challenge = await create(store);
    await store.close();
    const source = sqliteSource(path);
    const target = await postgresTarget(url);
    await assert.rejects(
      copyStore(source, { ...target, finish: () => Promise.reject(new Error('broken off')) }, quiet),
    );
    await target.close();
    await source.close();

    const again = await openSqliteStore({ path, serving: true });
    await decide(again, challenge);
    await again.close();
    await assert.rejects(
      copy(path, url),
      (error) => error instanceof StoreRefused && /challenges/.test(error.message),
    );
    await assert.rejects(openPostgresStore(url), StoreRefused);
  }),
);

test(
  'neither a database that is served nor one that holds something is copied over',
  withPath(async (path) => {
    const url = await server.createDatabase();
    const [embedded, shared] = [await openSqliteStore({ path, serving: true }), await openPostgresStore(url)];
    await create(embedded);
    await create(shared);
    assert.throws(() => sqliteSource(path), StoreRefused);
    await assert.rejects(postgresSource(url), StoreRefused);
    await embedded.close();
    await shared.close();
    assert.throws(() => sqliteTarget(path), StoreRefused);
    await assert.rejects(postgresTarget(url), StoreRefused);
    assert(!existsSync(`${path}.copying`));
  }),
);

test(
  'every table of both databases is copied, but for those that each has of its own',
  withPath(async (path) => {
    const url = await server.createDatabase();
    await (await openSqliteStore({ path, serving: false })).close();
    await (await openPostgresStore(url)).close();
    const known = [
      ...TABLES_IN_ORDER.map(({ name }) => name),
      'audit_state',
      'desk_sessions',
      'migrations',
      'pulse',
    ];
    const connection = new DatabaseSync(path);
    const here = connection
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name`)
      .all();
    connection.close();
    assert.deepEqual(
      here.map(({ name }) => name),
      known.toSorted(),
    );
    const there = await server.query(
      url,
      `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`,
    );
    assert.deepEqual(
      there.map(({ name }) => String(name)).toSorted(),
      [...known, 'copy_under_way', 'shared_secrets'].toSorted(),
    );
    const tables = [...TABLES_IN_ORDER, { name: 'audit_state', columns: ['id', ...STATE_COLUMNS] }];
    for (const { name, columns } of tables) {
      const found = await server.query(
        url,
        'SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1',
        [name],
      );
      assert.deepEqual(found.map((row) => String(row['name'])).toSorted(), columns.toSorted(), name);
    }
  }),
);
