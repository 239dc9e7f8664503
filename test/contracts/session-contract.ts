import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKey } from '../../src/app/api-key.ts';
import type { DeskSession } from '../../src/app/desk-ports.ts';
import type { Store } from '../../src/app/store-ports.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import { CHANNEL, freshBytes, NOW, sampleEntry } from './store-samples.ts';

async function storeKey({ keys }: Store): Promise<ApiKey> {
  const key: ApiKey = {
    id: makeId('key', NOW, freshBytes(10)),
    scope: 'operator',
    channel: CHANNEL,
    name: 'Ana',
    hash: freshBytes(32),
    createdAt: NOW,
    revokedAt: null,
  };
  await keys.insert(key, sampleEntry(null, { type: 'key.created', subject: key.id }));
  return key;
}

const sessionOf = ({ id }: ApiKey, seenAt = NOW): DeskSession => ({
  tokenHash: freshBytes(32),
  key: id,
  createdAt: NOW,
  seenAt,
});

/** Sessions of the operator's desk: found with their key, seen, ended, forgotten. */
export function sessionContract(open: Opener): void {
  test(
    'a session is found with its key until it is ended',
    withStore(open, async (store) => {
      const key = await storeKey(store);
      const [one, two] = [sessionOf(key), sessionOf(key)];
      for (const session of [one, two]) await store.sessions.begin(session, NOW);
      assertSame(await store.sessions.find(one.tokenHash), { session: one, key });
      await store.sessions.end(one.tokenHash);
      await store.sessions.end(one.tokenHash);
      assert.equal(await store.sessions.find(one.tokenHash), null);
      assertSame(await store.sessions.find(two.tokenHash), { session: two, key });
    }),
  );

  test(
    'when a session was seen is noted, and nothing is made of one that is not there',
    withStore(open, async (store) => {
      const key = await storeKey(store);
      const session = sessionOf(key);
      await store.sessions.begin(session, NOW);
      await store.sessions.see(session.tokenHash, plus(NOW, 90));
      const unknown = freshBytes(32);
      await store.sessions.see(unknown, plus(NOW, 90));
      assertSame(await store.sessions.find(session.tokenHash), {
        session: { ...session, seenAt: plus(NOW, 90) },
        key,
      });
      assert.equal(await store.sessions.find(unknown), null);
    }),
  );

  test(
    'a new session sweeps out those that nobody used any more',
    withStore(open, async (store) => {
      const key = await storeKey(store);
      const [old, used] = [sessionOf(key, plus(NOW, -1)), sessionOf(key)];
      for (const session of [old, used]) await store.sessions.begin(session, plus(NOW, -9));
      await store.sessions.begin(sessionOf(key), NOW);
      assert.equal(await store.sessions.find(old.tokenHash), null);
      assert.notEqual(await store.sessions.find(used.tokenHash), null);
    }),
  );
}
