import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ChallengeQuery, Store } from '../../src/app/store-ports.ts';
import type { Challenge } from '../../src/domain/challenge/challenge.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  CHANNEL,
  decided,
  freshPhone,
  freshRef,
  NOW,
  OTHER_CHANNEL,
  passed,
  sampleChallenge,
  sampleChange,
  storeChallenge,
  storeClient,
} from './store-samples.ts';

const ALL: ChallengeQuery = { channel: CHANNEL, client: null, status: null, limit: 100, before: null };

async function listed(store: Store, query: Partial<ChallengeQuery>): Promise<readonly ChallengeId[]> {
  const found = await store.challenges.list({ ...ALL, ...query });
  return found.map(({ challenge }) => challenge.id);
}

/** Every page of a query, `limit` challenges each; no page but the last is short. */
async function paged(store: Store, query: Partial<ChallengeQuery>, limit: number): Promise<ChallengeId[]> {
  const ids: ChallengeId[] = [];
  for (;;) {
    const page = await listed(store, { ...query, limit, before: ids.at(-1) ?? null });
    ids.push(...page);
    assert.equal(new Set(ids).size, ids.length, 'a challenge stands on two pages');
    if (page.length < limit) return ids;
  }
}

const newestFirst = (challenges: readonly Challenge[]): ChallengeId[] =>
  challenges.map(({ id }) => id).toReversed();

/** Lists of challenges: order, filters and pages. */
export function challengeListContract(open: Opener): void {
  test(
    'a list holds whole challenges with their clients, newest first',
    withStore(open, async (store) => {
      const [one, two] = [await storeClient(store), await storeClient(store)];
      const older = await storeChallenge(store, one, NOW);
      const newer = await storeChallenge(store, two, plus(NOW, 1));
      assertSame(await store.challenges.list(ALL), [
        { challenge: newer, client: two },
        { challenge: older, client: one },
      ]);
    }),
  );

  test(
    'a list shows one channel only, also where the client is named',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const namesake = await storeClient(store, { channel: OTHER_CHANNEL, ref: client.ref });
      const mine = await storeChallenge(store, client);
      const theirs = await storeChallenge(store, namesake);
      assert.deepEqual(await listed(store, {}), [mine.id]);
      assert.deepEqual(await listed(store, { client: client.ref }), [mine.id]);
      assert.deepEqual(await listed(store, { channel: OTHER_CHANNEL }), [theirs.id]);
      assert.deepEqual(await listed(store, { channel: OTHER_CHANNEL, client: client.ref }), [theirs.id]);
    }),
  );

  test(
    'filters by client and by status hold alone and together',
    withStore(open, async (store) => {
      const [one, two] = [await storeClient(store), await storeClient(store)];
      const pending = await storeChallenge(store, one, NOW);
      const right = await storeChallenge(store, one, plus(NOW, 1));
      const wrong = await storeChallenge(store, two, plus(NOW, 2));
      const endings = [passed(right), decided(wrong, { type: 'answer', correct: false, at: NOW })];
      for (const next of endings) {
        await store.challenges.commit(sampleChange({ challenges: [{ expectedVersion: 1, next }] }));
      }
      assert.deepEqual(await listed(store, {}), [wrong.id, right.id, pending.id]);
      assert.deepEqual(await listed(store, { client: one.ref }), [right.id, pending.id]);
      assert.deepEqual(await listed(store, { status: 'passed' }), [right.id]);
      assert.deepEqual(await listed(store, { status: 'pending' }), [pending.id]);
      assert.deepEqual(await listed(store, { client: one.ref, status: 'passed' }), [right.id]);
      assert.deepEqual(await listed(store, { client: two.ref, status: 'passed' }), []);
      assert.deepEqual(await listed(store, { status: 'canceled' }), []);
      assert.deepEqual(await listed(store, { client: freshRef() }), []);
    }),
  );

  test(
    'pages of any size miss none and repeat none, also where all were made in the same millisecond',
    withStore(open, async (store) => {
      const [one, two] = [await storeClient(store), await storeClient(store)];
      const made: Challenge[] = [];
      for (let count = 0; count < 23; count++) {
        const challenge = await storeChallenge(store, count % 3 === 0 ? one : two, NOW);
        made.push(challenge);
        if (count % 2 === 0) {
          await store.challenges.commit(
            sampleChange({ challenges: [{ expectedVersion: 1, next: passed(challenge) }] }),
          );
        }
      }
      const ofOne = made.filter((_, position) => position % 3 === 0);
      const answered = made.filter((_, position) => position % 2 === 0);
      const all = await listed(store, {});
      assert.deepEqual(all.toSorted(), newestFirst(made).toSorted());
      const inOrder = (challenges: readonly Challenge[]) =>
        all.filter((id) => challenges.some((challenge) => challenge.id === id));
      for (const limit of [1, 2, 5, 22, 23, 24]) {
        assert.deepEqual(await paged(store, {}, limit), all);
        assert.deepEqual(await paged(store, { client: one.ref }, limit), inOrder(ofOne));
        assert.deepEqual(await paged(store, { status: 'passed' }, limit), inOrder(answered));
      }
    }),
  );

  test(
    'the challenges of a telephone number are found in every channel, newest first, page by page',
    withStore(open, async (store) => {
      const phone = freshPhone();
      const one = await storeClient(store);
      const other = await storeClient(store, { channel: OTHER_CHANNEL });
      const made: ChallengeId[] = [];
      for (const [nth, client] of [one, other, one].entries()) {
        made.unshift((await storeChallenge(store, client, plus(NOW, nth), { phone })).id);
        await storeChallenge(store, client, plus(NOW, nth), { phone: nth === 0 ? null : freshPhone() });
      }
      const found = async (limit: number, before: ChallengeId | null) =>
        (await store.challenges.ofPhone({ phone, limit, before })).map(({ challenge }) => challenge.id);
      assert.deepEqual(await found(10, null), made);
      assert.deepEqual(await found(2, null), made.slice(0, 2));
      assert.deepEqual(await found(2, made[1] ?? null), made.slice(2));
      const [newest] = await store.challenges.ofPhone({ phone, limit: 1, before: null });
      assert.equal(newest?.challenge.phone, phone);
    }),
  );

  test(
    'a challenge that ends between two pages moves to neither a second page nor none',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const made: Challenge[] = [];
      for (let count = 0; count < 6; count++) {
        made.push(await storeChallenge(store, client, plus(NOW, count)));
      }
      const expected = newestFirst(made);
      const first = await listed(store, { limit: 3 });
      for (const challenge of made) {
        const next = passed(challenge);
        await store.challenges.commit(sampleChange({ challenges: [{ expectedVersion: 1, next }] }));
      }
      const second = await listed(store, { limit: 3, before: first.at(-1) ?? null });
      assert.deepEqual([...first, ...second], expected);
    }),
  );

  test(
    'a page after a challenge that is not stored any more begins where that one stood',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const older = await storeChallenge(store, client, NOW);
      const gone = sampleChallenge(client, plus(NOW, 1));
      await storeChallenge(store, client, plus(NOW, 2));
      assert.deepEqual(await listed(store, { before: gone.id }), [older.id]);
      const first = sampleChallenge(client, plus(NOW, -1));
      assert.deepEqual(await listed(store, { before: first.id }), []);
    }),
  );
}
