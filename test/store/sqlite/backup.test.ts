import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { backUp } from '../../../src/store/sqlite/backup.ts';
import { restore } from '../../../src/store/sqlite/restore.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { StoreRefused } from '../../../src/store/store-refused.ts';
import { create } from './journeys.ts';
import { withPath } from './temporary-store.ts';

const isRefusal = (pattern: RegExp) => (error: unknown) =>
  error instanceof StoreRefused && pattern.test(error.message);

test(
  'a backup taken while challenges are made holds everything that was acknowledged before it, and is sound',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: true });
    const target = join(dirname(path), 'copy.db');
    const made: string[] = [];
    let writing = true;
    const writer = (async () => {
      while (writing) made.push((await create(store)).id);
    })();
    for (let round = 0; round < 5; round++) {
      const acknowledged = [...made];
      const { challenges } = await backUp(path, target);
      assert.ok(challenges >= acknowledged.length);
      const copy = new DatabaseSync(target);
      const ids = new Set(
        copy
          .prepare('SELECT id FROM challenges')
          .all()
          .map(({ id }) => String(id)),
      );
      copy.close();
      assert.deepEqual(
        acknowledged.filter((id) => !ids.has(id)),
        [],
      );
    }
    writing = false;
    await writer;
    await store.close();
    assert.equal(statSync(target).mode & 0o777, 0o600);
    assert.deepEqual(
      readdirSync(dirname(path)).filter((name) => name.includes('unfinished')),
      [],
    );
  }),
);

test(
  'a restored backup is served as it was, and what was there before is set aside whole',
  withPath(async (path) => {
    const folder = dirname(path);
    const store = await openSqliteStore({ path, serving: true });
    const { id } = await create(store);
    const source = join(folder, 'copy.db');
    await backUp(path, source);
    const later = await create(store);

    const attempt = () => restore({ source, path, before: `${path}.before` });
    assert.throws(attempt, isRefusal(/Another countersign process already serves/));
    await store.close();
    assert.throws(() => restore({ source, path, before: null }), isRefusal(/already: add --force/));
    const restored = attempt();
    assert.equal(restored.challenges, 1);
    assert.ok(restored.wrappedKey instanceof Uint8Array);

    const again = await openSqliteStore({ path, serving: true });
    assert.equal((await again.challenges.byId(id))?.challenge.id, id);
    assert.equal(await again.challenges.byId(later.id), null);
    await create(again);
    await again.close();

    const aside = new DatabaseSync(`${path}.before`);
    assert.equal(aside.prepare('SELECT count(*) AS n FROM challenges').get()?.['n'], 2);
    aside.close();
    assert.equal(statSync(path).mode & 0o777, 0o600);
  }),
);

test(
  'a backup is restored where no database is yet',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: true });
    const { id } = await create(store);
    const source = join(dirname(path), 'copy.db');
    await backUp(path, source);
    await store.close();
    const elsewhere = join(dirname(path), 'new', 'other.db');
    assert.equal(restore({ source, path: elsewhere, before: null }).before, null);
    const moved = await openSqliteStore({ path: elsewhere, serving: true });
    assert.equal((await moved.challenges.byId(id))?.challenge.id, id);
    await moved.close();
  }),
);

test(
  'what is damaged, or is no backup, is refused, and the database stays as it is',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: true });
    for (let count = 0; count < 50; count++) await create(store);
    const source = join(dirname(path), 'copy.db');
    await backUp(path, source);
    await store.close();
    const bytes = readFileSync(path);
    truncateSync(source, Math.floor(statSync(source).size / 2));
    writeFileSync(`${source}.txt`, 'this is no database, and long enough to be looked at'.repeat(100));
    for (const bad of [source, `${source}.txt`, `${source}.none`]) {
      const before = `${path}.before`;
      assert.throws(() => restore({ source: bad, path, before }), isRefusal(/damaged|cannot be read/), bad);
      assert.equal(existsSync(before), false);
    }
    assert.deepEqual(readFileSync(path), bytes);
  }),
);

test(
  'a backup that fails leaves the one before it alone',
  withPath(async (path) => {
    const target = join(dirname(path), 'copy.db');
    writeFileSync(target, 'the backup of yesterday');
    await assert.rejects(backUp(path, target), isRefusal(/There is no database/));
    assert.equal(readFileSync(target, 'utf8'), 'the backup of yesterday');
    mkdirSync(`${target}.folder`);
    const store = await openSqliteStore({ path, serving: true });
    await assert.rejects(backUp(path, `${target}.folder`), { code: /EISDIR|ENOTEMPTY|EEXIST/ });
    await store.close();
  }),
);
