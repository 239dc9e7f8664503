import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change, IdempotencyRecord, Store } from '../../src/app/store-ports.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  CHANNEL,
  decidedEntry,
  freshBytes,
  NOW,
  OTHER_CHANNEL,
  passed,
  sampleChallenge,
  sampleChange,
  sampleClient,
  sampleDelivery,
  sampleEntry,
  storeChallenge,
  storeClient,
  stored,
} from './store-samples.ts';

const record = (key: string, overrides: Partial<IdempotencyRecord> = {}): IdempotencyRecord => ({
  channel: CHANNEL,
  key,
  requestHash: freshBytes(32),
  challenge: makeId('challenge', NOW, freshBytes(10)),
  sealedAnswer: freshBytes(100),
  expiresAt: plus(NOW, 86_400_000),
  ...overrides,
});

/** Asserts that a change conflicts and that nothing of it was written. */
async function assertRefused(store: Store, change: Change): Promise<void> {
  const size = await store.audit.size();
  const { newChallenge, deliveries } = change;
  const full = { ...change, audit: [...change.audit, sampleEntry(null)] };
  assert.equal(await store.challenges.commit(full), 'conflict');
  assert.equal(await store.audit.size(), size);
  if (newChallenge !== null) assert.equal(await store.challenges.byId(newChallenge.id), null);
  for (const { id } of deliveries) assert.equal(await store.deliveries.find(id), null);
}

/** One change or nothing of it, one verdict whoever comes first, one answer to one idempotency key. */
export function guardContract(open: Opener): void {
  for (const racers of [16, 50]) {
    test(
      `of ${racers} answers at once one decides, with one audit entry and one delivery`,
      withStore(open, async (store) => {
        const challenge = await storeChallenge(store, await storeClient(store));
        const outcomes = await Promise.all(
          Array.from({ length: racers }, (_, racer) => {
            const next = passed(challenge, plus(NOW, racer));
            return store.challenges.commit(
              sampleChange({
                challenges: [{ expectedVersion: 1, next }],
                audit: [decidedEntry(next)],
                deliveries: [sampleDelivery(next)],
              }),
            );
          }),
        );
        assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
        assert.equal(outcomes.filter((outcome) => outcome === 'conflict').length, racers - 1);
        assert.equal(await store.audit.size(), 1);
        assert.equal((await store.deliveries.ofChallenges([challenge.id])).length, 1);
        const winner = outcomes.indexOf('committed');
        const { lifecycle, version } = await stored(store.challenges, challenge.id);
        assert.deepEqual([lifecycle.decidedAt, version], [plus(NOW, winner), 2]);
      }),
    );
  }

  test(
    'of two first challenges of one client at once one is stored',
    withStore(open, async (store) => {
      const client = sampleClient();
      const outcomes = await Promise.all(
        [sampleChallenge(client), sampleChallenge(client)].map((newChallenge) =>
          store.challenges.commit(
            sampleChange({ client: { expectedVersion: 0, next: client }, newChallenge }),
          ),
        ),
      );
      assert.deepEqual(outcomes.toSorted(), ['committed', 'conflict']);
    }),
  );

  test(
    'a client that has changed since it was read refuses the whole change',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const next = { ...client, answered: 1, version: 2 };
      await store.challenges.commit(sampleChange({ client: { expectedVersion: 1, next } }));
      const newChallenge = sampleChallenge(client);
      for (const expectedVersion of [0, 1, 3]) {
        const late = { ...client, answered: 99, version: expectedVersion + 1 };
        await assertRefused(store, sampleChange({ client: { expectedVersion, next: late }, newChallenge }));
      }
      assertSame(await store.challenges.client(CHANNEL, client.ref), next);
    }),
  );

  test(
    'a client that should exist and does not refuses the whole change',
    withStore(open, async (store) => {
      const client = sampleClient({ version: 2 });
      await assertRefused(store, sampleChange({ client: { expectedVersion: 1, next: client } }));
      assert.equal(await store.challenges.client(CHANNEL, client.ref), null);
    }),
  );

  test(
    'one of several challenges that has changed since it was read refuses the whole change',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const before = await storeChallenge(store, client);
      const answered = await storeChallenge(store, client);
      await store.challenges.commit(
        sampleChange({ challenges: [{ expectedVersion: 1, next: passed(answered) }] }),
      );
      await assertRefused(
        store,
        sampleChange({
          client: { expectedVersion: 1, next: { ...client, version: 2 } },
          newChallenge: sampleChallenge(client),
          challenges: [
            { expectedVersion: 1, next: passed(before) },
            { expectedVersion: 1, next: passed(answered) },
          ],
          deliveries: [sampleDelivery(before)],
        }),
      );
      assertSame(await stored(store.challenges, before.id), before);
      assertSame(await store.challenges.client(CHANNEL, client.ref), client);
    }),
  );

  test(
    'a challenge that is not stored refuses the whole change',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const next = passed(sampleChallenge(client));
      await assertRefused(store, sampleChange({ challenges: [{ expectedVersion: 1, next }] }));
    }),
  );

  test(
    'a token that is taken refuses the whole change, and those beside it go through',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const { tokenHash } = await storeChallenge(store, client);
      const beside = [sampleChallenge(client), sampleChallenge(client)];
      const [first, refused, last] = await Promise.all([
        store.challenges.commit(sampleChange({ newChallenge: beside[0] ?? null })),
        assertRefused(
          store,
          sampleChange({
            client: { expectedVersion: 1, next: { ...client, answered: 5, version: 2 } },
            newChallenge: sampleChallenge(client, NOW, { tokenHash }),
          }),
        ),
        store.challenges.commit(sampleChange({ newChallenge: beside[1] ?? null })),
      ]);
      assert.deepEqual([first, refused, last], ['committed', undefined, 'committed']);
      assertSame(await store.challenges.client(CHANNEL, client.ref), client);
      for (const { id } of beside) assert.equal((await stored(store.challenges, id)).version, 1);
    }),
  );

  test(
    'a change that can only be a bug is an error to its caller, leaves nothing, and harms none beside it',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const taken = await storeChallenge(store, client);
      const [good, bad] = await Promise.allSettled([
        store.challenges.commit(sampleChange({ newChallenge: sampleChallenge(client) })),
        store.challenges.commit(
          sampleChange({
            client: { expectedVersion: 1, next: { ...client, answered: 5, version: 2 } },
            newChallenge: sampleChallenge(client, NOW, { id: taken.id }),
          }),
        ),
      ]);
      assert.deepEqual([good.status, bad.status], ['fulfilled', 'rejected']);
      assertSame(await store.challenges.client(CHANNEL, client.ref), client);
      assertSame(await stored(store.challenges, taken.id), taken);
    }),
  );

  test(
    'the first answer under an idempotency key is kept, a second one under it refuses the whole change',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const first = record('order-17');
      const firstChallenge = sampleChallenge(client);
      const committed = await store.challenges.commit(
        sampleChange({ newChallenge: firstChallenge, idempotency: first }),
      );
      assert.equal(committed, 'committed');
      assertSame(await store.challenges.idempotent(CHANNEL, 'order-17'), first);
      await assertRefused(
        store,
        sampleChange({ newChallenge: sampleChallenge(client), idempotency: record('order-17') }),
      );
      assertSame(await store.challenges.idempotent(CHANNEL, 'order-17'), first);
    }),
  );

  test(
    'of 16 requests at once under one idempotency key one is stored',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, () =>
          store.challenges.commit(
            sampleChange({ newChallenge: sampleChallenge(client), idempotency: record('twin') }),
          ),
        ),
      );
      assert.equal(outcomes.filter((outcome) => outcome === 'committed').length, 1);
      const query = { channel: CHANNEL, client: null, status: null, limit: 100, before: null };
      assert.equal((await store.challenges.list(query)).length, 1);
    }),
  );

  test(
    'an idempotency key belongs to its channel, and to its exact spelling',
    withStore(open, async (store) => {
      const mine = record('key');
      const theirs = record('key', { channel: OTHER_CHANNEL });
      for (const idempotency of [mine, theirs]) {
        assert.equal(await store.challenges.commit(sampleChange({ idempotency })), 'committed');
      }
      assertSame(await store.challenges.idempotent(OTHER_CHANNEL, 'key'), theirs);
      assert.equal(await store.challenges.idempotent(CHANNEL, 'Key'), null);
      assert.equal(await store.challenges.idempotent(CHANNEL, 'key '), null);
    }),
  );

  test(
    'idempotency records are forgotten from their end on, however many, and the key is free again',
    withStore(open, async (store) => {
      const old = Array.from({ length: 1203 }, (_, number) => record(`old-${number}`, { expiresAt: NOW }));
      const young = record('young', { expiresAt: plus(NOW, 1) });
      await Promise.all(
        [...old, young].map((idempotency) => store.challenges.commit(sampleChange({ idempotency }))),
      );
      assert.equal(await store.challenges.forgetIdempotent(plus(NOW, -1)), 0);
      assert.equal(await store.challenges.forgetIdempotent(NOW), 1203);
      assert.equal(await store.challenges.forgetIdempotent(NOW), 0);
      assert.equal(await store.challenges.idempotent(CHANNEL, 'old-7'), null);
      assertSame(await store.challenges.idempotent(CHANNEL, 'young'), young);
      const again = sampleChange({ idempotency: record('old-7') });
      assert.equal(await store.challenges.commit(again), 'committed');
    }),
  );
}
