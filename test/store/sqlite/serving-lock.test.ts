import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { plus } from '../../../src/kernel/instant.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { StoreRefused } from '../../../src/store/store-refused.ts';
import { CHANNEL, NOW, storeDelivery, take } from '../../contracts/store-samples.ts';
import { create } from './journeys.ts';
import { openTemporaryStore, withPath } from './temporary-store.ts';

const WRITER = fileURLToPath(new URL('./crash-writer.ts', import.meta.url));

const isRefusal = (error: unknown): boolean =>
  error instanceof StoreRefused &&
  /^Another countersign process already serves .*stop that one/.test(error.message);

test(
  'a second server on one database is refused in one sentence; commands beside the first are not',
  withPath(async (path) => {
    const server = await openSqliteStore({ path, serving: true });
    await assert.rejects(openSqliteStore({ path, serving: true }), isRefusal);
    const alias = `${path}-alias`;
    symlinkSync(path, alias);
    await assert.rejects(openSqliteStore({ path: alias, serving: true }), isRefusal);

    const command = await openSqliteStore({ path, serving: false });
    const { id } = await create(command);
    assert.equal((await server.challenges.byId(id))?.challenge.id, id);
    await command.close();
    await create(server);
    await server.close();
  }),
);

test(
  'a server that stopped leaves its place to the next',
  withPath(async (path) => {
    for (let start = 0; start < 3; start++) {
      const server = await openSqliteStore({ path, serving: true });
      await create(server);
      await server.close();
    }
  }),
);

test(
  'a server in another process keeps its place until it is gone, also by kill -9',
  withPath(async (path) => {
    const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    await assert.rejects(openSqliteStore({ path, serving: true }), isRefusal);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const server = await openSqliteStore({ path, serving: true });
    await create(server);
    await server.close();
  }),
);

test('what a server had leased when it died is due as soon as the next one starts', async () => {
  const { store, reopen, dispose } = await openTemporaryStore();
  try {
    const { id } = await storeDelivery(store);
    const claim = { channel: CHANNEL, now: NOW, leaseUntil: plus(NOW, 30_000), limit: 1 };
    assert.equal((await take(store, claim))[0]?.id, id);
    assert.deepEqual(await take(store, claim), []);
    const next = await reopen();
    const [again] = await take(next, claim);
    assert.deepEqual([again?.id, again?.attempts], [id, 2]);
  } finally {
    await dispose();
  }
});
