import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Challenge, Client } from '../../src/domain/challenge/challenge.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { instant, plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  CHANNEL,
  decided,
  freshBytes,
  freshRef,
  NOW,
  OTHER_CHANNEL,
  passed,
  sampleChallenge,
  sampleChange,
  sampleClient,
  sampleDelivery,
  sampleEntry,
  sampleView,
  storeChallenge,
  storeClient,
  stored,
} from './store-samples.ts';

/** Challenges and clients: what is written is what is read, what is due, and views. */
export function challengeContract(open: Opener): void {
  test(
    'a client is read back as it was written',
    withStore(open, async ({ challenges }) => {
      const client = sampleClient({
        consecutiveFailures: 3,
        lockedUntil: plus(NOW, 900_000),
        answered: 7,
        ledger: { date_of_birth: { shown: 5, wrong: 2 } },
        askedAt: [plus(NOW, -1000), NOW],
        latest: makeId('challenge', NOW, freshBytes(10)),
      });
      await challenges.commit(sampleChange({ client: { expectedVersion: 0, next: client } }));
      assertSame(await challenges.client(CHANNEL, client.ref), client);

      const next: Client = {
        ...client,
        consecutiveFailures: 0,
        lockedUntil: null,
        answered: 8,
        ledger: { date_of_birth: { shown: 6, wrong: 0 } },
        askedAt: [],
        latest: null,
        wrappedKey: freshBytes(60),
        version: 2,
      };
      await challenges.commit(sampleChange({ client: { expectedVersion: 1, next } }));
      assertSame(await challenges.client(CHANNEL, client.ref), next);
    }),
  );

  test(
    'a client is known in its own channel only',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      assert.equal(await store.challenges.client(OTHER_CHANNEL, client.ref), null);
      assert.equal(await store.challenges.client(CHANNEL, freshRef()), null);
      const namesake = await storeClient(store, { channel: OTHER_CHANNEL, ref: client.ref });
      assertSame(await store.challenges.client(OTHER_CHANNEL, client.ref), namesake);
      assertSame(await store.challenges.client(CHANNEL, client.ref), client);
    }),
  );

  test(
    'a new client and its first challenge are stored at once, and found together by id and by token',
    withStore(open, async ({ challenges }) => {
      const client = sampleClient();
      const challenge = sampleChallenge(client);
      const change = sampleChange({
        client: { expectedVersion: 0, next: { ...client, latest: challenge.id } },
        newChallenge: challenge,
        audit: [sampleEntry(challenge.id)],
      });
      assert.equal(await challenges.commit(change), 'committed');
      const expected = { challenge, client: { ...client, latest: challenge.id } };
      assertSame(await challenges.byId(challenge.id), expected);
      assertSame(await challenges.byToken(challenge.tokenHash), expected);
    }),
  );

  test(
    'nothing is found under an unknown id or token',
    withStore(open, async (store) => {
      await storeChallenge(store, await storeClient(store));
      assert.equal(await store.challenges.byId(makeId('challenge', NOW, freshBytes(10))), null);
      assert.equal(await store.challenges.byToken(freshBytes(32)), null);
    }),
  );

  const endings: readonly ((pending: Challenge) => Challenge)[] = [
    passed,
    (pending) => decided(pending, { type: 'answer', correct: false, at: NOW }),
    (pending) => decided(pending, { type: 'clock', at: pending.lifecycle.expiresAt }),
    (pending) => decided(pending, { type: 'cancel', reason: 'canceled_by_bot', at: NOW }),
    (pending) => decided(pending, { type: 'cancel', reason: 'canceled_by_person', at: NOW }),
    (pending) => decided(pending, { type: 'cancel', reason: 'superseded', at: NOW }),
  ];
  test(
    'every way in which a challenge can end is read back as it was written, and is found by its token still',
    withStore(open, async (store) => {
      for (const end of endings) {
        const challenge = await storeChallenge(store, await storeClient(store));
        const next = end(challenge);
        const change = sampleChange({ challenges: [{ expectedVersion: 1, next }] });
        assert.equal(await store.challenges.commit(change), 'committed');
        assertSame(await stored(store.challenges, challenge.id), next);
        assertSame((await store.challenges.byToken(challenge.tokenHash))?.challenge, next);
      }
    }),
  );

  test(
    'an attempt is counted while the challenge stays pending with its questions',
    withStore(open, async (store) => {
      const challenge = await storeChallenge(store, await storeClient(store), NOW, {
        lifecycle: { ...sampleChallenge(sampleClient()).lifecycle, attemptsAllowed: 3 },
      });
      const next = { ...challenge, lifecycle: { ...challenge.lifecycle, attempts: 1 }, version: 2 };
      await store.challenges.commit(sampleChange({ challenges: [{ expectedVersion: 1, next }] }));
      assertSame(await stored(store.challenges, challenge.id), next);
    }),
  );

  test(
    'pending challenges are due from their deadline on, earliest first and no more than asked for',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const late = await storeChallenge(store, client, plus(NOW, 2000));
      const early = await storeChallenge(store, client, NOW);
      const middle = await storeChallenge(store, client, plus(NOW, 1000));
      const answered = await storeChallenge(store, client, plus(NOW, -1000));
      await store.challenges.commit(
        sampleChange({ challenges: [{ expectedVersion: 1, next: passed(answered) }] }),
      );

      const { due } = store.challenges;
      const deadline = early.lifecycle.expiresAt;
      assert.deepEqual(await due(plus(deadline, -1), 10), []);
      assert.deepEqual(await due(deadline, 10), [early.id]);
      assert.deepEqual(await due(plus(deadline, 60_000), 10), [early.id, middle.id, late.id]);
      assert.deepEqual(await due(plus(deadline, 60_000), 2), [early.id, middle.id]);
    }),
  );

  test(
    'the first view and the first preview are noted with entry and deliveries, later ones change nothing, and none touches the version',
    withStore(open, async (store) => {
      const challenge = await storeChallenge(store, await storeClient(store));
      const view = (preview: boolean, milliseconds: number) => {
        const deliveries = [sampleDelivery(challenge, { event: 'viewed' })];
        return store.challenges.recordView(
          sampleView(challenge, { preview, at: plus(NOW, milliseconds), deliveries }),
        );
      };
      assert.deepEqual([await view(true, 3), await view(true, 4)], [true, false]);
      assert.deepEqual(
        [await view(false, 5), await view(false, 9), await view(true, 9)],
        [true, false, false],
      );
      assertSame(await stored(store.challenges, challenge.id), {
        ...challenge,
        firstPreviewedAt: plus(NOW, 3),
        firstViewedAt: plus(NOW, 5),
      });
      assert.equal(await store.audit.size(), 2);
      assert.equal((await store.deliveries.ofChallenges([challenge.id])).length, 2);
    }),
  );

  test(
    'a preview is no view',
    withStore(open, async (store) => {
      const challenge = await storeChallenge(store, await storeClient(store));
      await store.challenges.recordView(sampleView(challenge, { preview: true }));
      assert.equal((await stored(store.challenges, challenge.id)).firstViewedAt, null);
      assert.equal(await store.audit.size(), 1);
    }),
  );

  test(
    'a view neither makes an answer conflict that was read before it nor is undone by it',
    withStore(open, async (store) => {
      const challenge = await storeChallenge(store, await storeClient(store));
      await store.challenges.recordView(sampleView(challenge, { at: plus(NOW, 5) }));
      await store.challenges.recordView(sampleView(challenge, { at: plus(NOW, 6), preview: true }));
      const next = passed(challenge, plus(NOW, 9));
      const change = sampleChange({ challenges: [{ expectedVersion: 1, next }] });
      assert.equal(await store.challenges.commit(change), 'committed');
      assertSame(await stored(store.challenges, challenge.id), {
        ...next,
        firstViewedAt: plus(NOW, 5),
        firstPreviewedAt: plus(NOW, 6),
      });
    }),
  );

  test(
    'an open store answers a ping',
    withStore(open, async (store) => {
      await store.ping();
      assert.equal(await store.challenges.byId(makeId('challenge', instant(0), freshBytes(10))), null);
    }),
  );
}
