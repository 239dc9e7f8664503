import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../src/app/store-ports.ts';
import type { Challenge, Client } from '../../src/domain/challenge/challenge.ts';
import type { ChallengeEvent } from '../../src/domain/challenge/lifecycle.ts';
import { type Instant, plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  CHANNEL,
  decided,
  NOW,
  OTHER_CHANNEL,
  sampleChange,
  sampleView,
  storeChallenge,
  storeClient,
} from './store-samples.ts';

const MINUTE = 60_000;
const NONE = { pending: 0, passed: 0, failed: 0, expired: 0, canceled: 0 };

async function ended(store: Store, client: Client, at: Instant, event: ChallengeEvent): Promise<Challenge> {
  const challenge = await storeChallenge(store, client, at);
  const next = decided(challenge, event);
  await store.challenges.commit(sampleChange({ challenges: [{ expectedVersion: 1, next }] }));
  return next;
}

const answered = (correct: boolean, at: Instant): ChallengeEvent => ({ type: 'answer', correct, at });

/** What the operator's desk counts. */
export function figureContract(open: Opener): void {
  test(
    'challenges are counted by when they were made and how they stand, of one channel',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const other = await storeClient(store, { channel: OTHER_CHANNEL });
      await storeChallenge(store, client, plus(NOW, -1));
      await storeChallenge(store, client, NOW);
      await storeChallenge(store, other, NOW);
      await ended(store, client, plus(NOW, 1), answered(true, plus(NOW, 9)));
      await ended(store, client, plus(NOW, MINUTE - 1), answered(false, plus(NOW, MINUTE)));
      await ended(store, client, plus(NOW, MINUTE), { type: 'clock', at: plus(NOW, 9 * MINUTE) });
      const bounds = [NOW, plus(NOW, MINUTE), plus(NOW, 2 * MINUTE), plus(NOW, 3 * MINUTE)];
      assert.deepEqual(await store.figures.counts(CHANNEL, bounds), [
        { ...NONE, pending: 1, passed: 1, failed: 1 },
        { ...NONE, expired: 1 },
        NONE,
      ]);
      assert.deepEqual(await store.figures.counts(OTHER_CHANNEL, bounds.slice(0, 2)), [
        { ...NONE, pending: 1 },
      ]);
    }),
  );

  test(
    'nothing is counted where nothing is stored',
    withStore(open, async ({ figures }) => {
      assert.deepEqual(await figures.counts(CHANNEL, [NOW, plus(NOW, 1)]), [NONE]);
      assert.equal(await figures.denied(CHANNEL, NOW), 0);
      assert.deepEqual(await figures.answerTimes(CHANNEL, NOW, 10), []);
      assert.deepEqual(await figures.heldBack(CHANNEL, 1, 10), []);
    }),
  );

  test(
    'the word that it was not they is counted apart from other cancellations',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      await ended(store, client, plus(NOW, -1), { type: 'cancel', reason: 'canceled_by_person', at: NOW });
      for (const reason of ['canceled_by_person', 'canceled_by_bot', 'superseded'] as const) {
        await ended(store, client, NOW, { type: 'cancel', reason, at: plus(NOW, 1) });
      }
      assert.equal(await store.figures.denied(CHANNEL, NOW), 1);
      assert.equal(await store.figures.denied(OTHER_CHANNEL, NOW), 0);
    }),
  );

  test(
    'the time to an answer runs from the first view, or from the request where there was none',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      await ended(store, client, plus(NOW, -9), answered(true, NOW));
      await ended(store, client, NOW, answered(true, plus(NOW, 4000)));
      await ended(store, client, NOW, { type: 'clock', at: plus(NOW, MINUTE) });
      const viewed = await storeChallenge(store, client, NOW);
      await store.challenges.recordView(sampleView(viewed, { at: plus(NOW, 5000) }));
      const next = decided(viewed, answered(false, plus(NOW, 11_000)));
      await store.challenges.commit(sampleChange({ challenges: [{ expectedVersion: 1, next }] }));
      const times = await store.figures.answerTimes(CHANNEL, NOW, 10);
      assert.deepEqual(times.toSorted(), [4000, 6000]);
      await ended(store, client, plus(NOW, 1), answered(true, plus(NOW, 101)));
      const newest = await store.figures.answerTimes(CHANNEL, NOW, 1);
      assert.deepEqual(newest.toSorted(), [100, 6000]);
    }),
  );

  test(
    'clients that are held back come with the most failures first, of one channel',
    withStore(open, async (store) => {
      await storeClient(store);
      await storeClient(store, { consecutiveFailures: 2 });
      const some = await storeClient(store, { consecutiveFailures: 3, lockedUntil: plus(NOW, 9) });
      const most = await storeClient(store, { consecutiveFailures: 7, lockedUntil: NOW });
      await storeClient(store, { consecutiveFailures: 9, channel: OTHER_CHANNEL });
      assertSame(await store.figures.heldBack(CHANNEL, 3, 10), [most, some]);
      assertSame(await store.figures.heldBack(CHANNEL, 3, 1), [most]);
      assert.equal((await store.figures.heldBack(CHANNEL, 1, 10)).length, 3);
    }),
  );
}
