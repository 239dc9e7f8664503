import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fillStore } from '../../bench/fill-store.ts';
import { DATABASE_NAME } from '../../bench/service-under-test.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { instant } from '../../src/kernel/instant.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { selfSigned } from '../../src/system/tls/self-signed.ts';

test('a filled store is one of so many journeys, each told, and serves on', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-fill-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const told: number[] = [];
  const tls = await selfSigned(['127.0.0.1'], instant(Date.now()));
  await fillStore({ folder, tls, count: 2500, progress: (stored) => told.push(stored) });
  assert.deepEqual(told, [1001, 2001, 2500]);

  const store = await openSqliteStore({ path: join(folder, DATABASE_NAME), serving: true });
  t.after(() => store.close());
  const channel = channelId('default');
  const query = { channel, client: null, status: null, limit: 100, before: null } as const;
  const newest = await store.challenges.list(query);
  assert.equal(newest.length, 100);
  assert.ok(newest.every(({ challenge }) => challenge.lifecycle.status === 'passed'));
  assert.equal(new Set(newest.map(({ client }) => client.ref)).size, 100);
  const [one] = newest;
  assert.ok(one !== undefined);
  const [delivery] = await store.deliveries.ofChallenges([one.challenge.id]);
  assert.equal(delivery?.status, 'delivered');
  assert.equal(await store.deliveries.nextDue(channel), null);
  const found = await store.challenges.byToken(one.challenge.tokenHash);
  assert.equal(found?.challenge.id, one.challenge.id);
});
