import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKey } from '../../src/app/api-key.ts';
import { type Store, StoreUnavailable } from '../../src/app/store-ports.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  ALL_DELIVERIES,
  CHANNEL,
  freshBytes,
  NOW,
  sampleChallenge,
  sampleChange,
  sampleEntry,
  storeChallenge,
  storeClient,
  storeDelivery,
  take,
} from './store-samples.ts';

/** Everything that a store holds, as its ports show it. */
async function contents(store: Store): Promise<unknown> {
  const query = { channel: CHANNEL, client: null, status: null, limit: 100, before: null };
  return {
    challenges: await store.challenges.list(query),
    deliveries: await store.deliveries.list(ALL_DELIVERIES),
    keys: await store.keys.list(null),
    audit: await store.audit.entries({ challenge: null, fromIndex: 0, limit: 1000 }),
    size: await store.audit.size(),
    record: await store.challenges.idempotent(CHANNEL, 'key'),
    due: await store.challenges.due(plus(NOW, 86_400_000), 100),
    next: await store.deliveries.nextDue(CHANNEL),
  };
}

/** Closing and opening again. */
export function restartContract(open: Opener): void {
  test(
    'a restart keeps everything',
    withStore(open, async (store, { reopen }) => {
      await storeChallenge(store, await storeClient(store));
      await storeDelivery(store);
      await storeDelivery(store, { nextAttemptAt: plus(NOW, 9) });
      const claim = { channel: CHANNEL, now: NOW, leaseUntil: plus(NOW, 50), limit: 1 };
      const [claimed] = await take(store, claim);
      assert(claimed !== undefined);
      await store.deliveries.settle({ ...claimed, nextAttemptAt: plus(NOW, 40), lastError: 'no' }, null);
      const key: ApiKey = {
        id: makeId('key', NOW, freshBytes(10)),
        scope: 'bot',
        channel: CHANNEL,
        name: 'bot',
        hash: freshBytes(32),
        createdAt: NOW,
        revokedAt: null,
      };
      await store.keys.insert(key, sampleEntry(null, { type: 'key.created', subject: key.id }));
      const idempotency = {
        channel: CHANNEL,
        key: 'key',
        requestHash: freshBytes(32),
        challenge: makeId('challenge', NOW, freshBytes(10)),
        sealedAnswer: freshBytes(64),
        expiresAt: plus(NOW, 1),
      };
      await store.challenges.commit(sampleChange({ idempotency }));
      const before = await contents(store);
      assertSame(await contents(await reopen()), before);
    }),
  );

  test(
    'what was asked for before closing is stored before it closes',
    withStore(open, async (store, { reopen }) => {
      const client = await storeClient(store);
      const challenge = sampleChallenge(client);
      const [outcome, again] = await Promise.all([
        store.challenges.commit(sampleChange({ newChallenge: challenge })),
        reopen(),
      ]);
      assert.equal(outcome, 'committed');
      assertSame((await again.challenges.byId(challenge.id))?.challenge, challenge);
    }),
  );

  test(
    'a closed store says that it cannot be used',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      await store.close();
      await assert.rejects(store.challenges.client(CHANNEL, client.ref), StoreUnavailable);
      await assert.rejects(store.challenges.commit(sampleChange({})), StoreUnavailable);
      await assert.rejects(store.ping(), StoreUnavailable);
      await store.close();
    }),
  );
}
