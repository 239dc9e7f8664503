import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Store, StoreUnavailable } from '../../../src/app/store-ports.ts';
import type { Challenge } from '../../../src/domain/challenge/challenge.ts';
import { connect, Database } from '../../../src/store/sqlite/database.ts';
import { openSqliteStore, sqliteStore } from '../../../src/store/sqlite/store.ts';
import { auditedContents, create, decide } from './journeys.ts';
import { temporaryDirectory, withPath } from './temporary-store.ts';

// All three come with util-linux.
const MOUNT = '/usr/bin/mount';
const UNMOUNT = '/usr/bin/umount';
const LIMIT = '/usr/bin/prlimit';

type Acknowledged = { readonly created: Set<string>; readonly decided: Set<string> };

const nothingYet = (): Acknowledged => ({ created: new Set(), decided: new Set() });

/** Journeys, several at once, until the store says that it cannot any more. */
async function workUntilUnavailable(store: Store, acknowledged: Acknowledged): Promise<void> {
  const walk = async (): Promise<void> => {
    const challenge: Challenge = await create(store);
    acknowledged.created.add(challenge.id);
    await decide(store, challenge);
    acknowledged.decided.add(challenge.id);
  };
  for (let round = 0; round < 2000; round++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, walk));
    const failures = outcomes.filter((outcome) => outcome.status === 'rejected');
    for (const { reason } of failures) assert(reason instanceof StoreUnavailable, String(reason));
    if (failures.length > 0) return;
  }
  assert.fail('the disk never became full');
}

function assertStored(path: string, { created, decided }: Acknowledged): void {
  const contents = auditedContents(path);
  assert(created.isSubsetOf(contents.challenges));
  assert(decided.isSubsetOf(contents.decided));
}

test(
  'a database that may not grow at any of its next 60 pages: all or nothing, then it works again',
  withPath(async (path) => {
    await (await openSqliteStore({ path, serving: false })).close();
    const database = new Database(path, connect(path));
    const store = sqliteStore(database, null);
    const acknowledged = nothingYet();
    const limit = (pages: number) =>
      database.read(() => database.prepare(`PRAGMA max_page_count = ${pages}`).get());
    for (let page = 0; page < 60; page++) {
      const { page_count: count } = database.prepare('PRAGMA page_count').get() ?? {};
      limit(Number(count) + page);
      await workUntilUnavailable(store, acknowledged);
      assert.equal(typeof (await store.audit.size()), 'number');
      limit(1_000_000);
      await store.ping();
      assertStored(path, acknowledged);
    }
    await store.close();
    assert(acknowledged.decided.size > 100);
  }),
);

test('a file system that is full: all or nothing, reads go on, and it works again once there is room', async (t) => {
  const directory = temporaryDirectory();
  const mounted = spawnSync(MOUNT, ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', directory.path]);
  if (mounted.status !== 0) {
    directory.remove();
    t.skip('only root may mount a file system of its own');
    return;
  }
  const path = join(directory.path, 'data', 'countersign.db');
  const ballast = join(directory.path, 'ballast');
  try {
    writeFileSync(ballast, new Uint8Array(512 * 1024));
    const store = await openSqliteStore({ path, serving: true });
    const acknowledged = nothingYet();
    const first = await create(store);
    await workUntilUnavailable(store, acknowledged);
    assert.equal((await store.challenges.byId(first.id))?.challenge.id, first.id);

    rmSync(ballast);
    await store.ping();
    await decide(store, first);
    acknowledged.decided.add(first.id);
    await store.close();
    assertStored(path, acknowledged);
  } finally {
    spawnSync(UNMOUNT, ['--lazy', directory.path]);
    directory.remove();
  }
});

test(
  'files that may not grow further give I/O errors: all or nothing, and it works again afterwards',
  withPath(async (path) => {
    assert(existsSync(LIMIT), 'prlimit (of the package util-linux) is needed');
    // Only regular files of this process are limited, and only softly: it may lift the limit again.
    const limitFiles = (bytes: number | 'unlimited') => {
      const set = spawnSync(LIMIT, ['--pid', String(process.pid), `--fsize=${bytes}:`], {
        encoding: 'utf8',
      });
      assert.equal(set.status, 0, set.stderr);
    };
    const store = await openSqliteStore({ path, serving: true });
    const acknowledged = nothingYet();
    try {
      for (let round = 0; round < 5; round++) {
        await store.ping();
        const logSize = statSync(`${path}-wal`).size;
        limitFiles(logSize + 40_000 + round * 1111);
        await workUntilUnavailable(store, acknowledged);
        limitFiles('unlimited');
        await store.ping();
        assertStored(path, acknowledged);
      }
    } finally {
      limitFiles('unlimited');
      await store.close();
    }
    assertStored(path, acknowledged);
  }),
);
