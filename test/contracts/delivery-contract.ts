import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Claim, DeliveryQuery } from '../../src/app/store-ports.ts';
import type { Challenge } from '../../src/domain/challenge/challenge.ts';
import type { ChallengeEvent } from '../../src/domain/challenge/lifecycle.ts';
import { DELIVERY_EVENTS, type Delivery } from '../../src/domain/delivery/delivery.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  ALL_DELIVERIES,
  CHANNEL,
  decided,
  freshBytes,
  NOW,
  OTHER_CHANNEL,
  passed,
  sampleChange,
  sampleDelivery,
  sampleEntry,
  storeChallenge,
  storeClient,
  storeDelivery,
  take,
} from './store-samples.ts';

const LEASE_END = plus(NOW, 30_000);
const CLAIM: Claim = { channel: CHANNEL, now: NOW, leaseUntil: LEASE_END, limit: 10 };
const ALL = ALL_DELIVERIES;

const ids = (deliveries: readonly Delivery[]) => deliveries.map(({ id }) => id);

/** The outbox: who may send what when, and what became of it. */
export function deliveryContract(open: Opener): void {
  test(
    'a delivery is read back as it was written, and as it was settled',
    withStore(open, async (store) => {
      const delivery = await storeDelivery(store);
      assertSame(await store.deliveries.find(delivery.id), delivery);
      const [claimed] = await take(store, CLAIM);
      assert(claimed !== undefined);
      const retried: Delivery = { ...claimed, nextAttemptAt: plus(NOW, 1000), lastError: 'no answer ✆' };
      assert.equal(await store.deliveries.settle(retried, null), true);
      assertSame(await store.deliveries.find(delivery.id), retried);
      const [again] = await take(store, { ...CLAIM, now: plus(NOW, 1000) });
      assert(again !== undefined);
      const done: Delivery = { ...again, status: 'delivered', deliveredAt: plus(NOW, 1500) };
      assert.equal(await store.deliveries.settle(done, null), true);
      assertSame(await store.deliveries.find(delivery.id), done);
      assert.equal(await store.deliveries.find(makeId('delivery', NOW, freshBytes(10))), null);
    }),
  );

  test(
    'a delivery of every event is read back as it was written',
    withStore(open, async (store) => {
      for (const event of DELIVERY_EVENTS) {
        const delivery = await storeDelivery(store, { event });
        assertSame(await store.deliveries.find(delivery.id), delivery);
      }
    }),
  );

  test(
    'a link waits with its delivery, and goes when that is settled for good',
    withStore(open, async (store) => {
      for (const status of ['delivered', 'given_up'] as const) {
        const challenge = await storeChallenge(store, await storeClient(store));
        const delivery = sampleDelivery(challenge, { event: 'created', sealedLink: freshBytes(60) });
        await store.challenges.commit(sampleChange({ deliveries: [delivery] }));
        const [claimed] = await take(store, CLAIM);
        assertSame(claimed?.sealedLink, delivery.sealedLink);
        assert(claimed !== undefined);
        const retried = { ...claimed, nextAttemptAt: plus(NOW, 1000) };
        await store.deliveries.settle(retried, null);
        assertSame(await store.deliveries.find(delivery.id), retried);
        await store.deliveries.settle({ ...retried, status }, null);
        assertSame(await store.deliveries.find(delivery.id), { ...retried, status, sealedLink: null });
      }
    }),
  );

  test(
    'a link goes when its challenge is decided, and an attempt that was under way does not write it back',
    withStore(open, async (store) => {
      const challenge = await storeChallenge(store, await storeClient(store));
      const delivery = sampleDelivery(challenge, { event: 'created', sealedLink: freshBytes(60) });
      await store.challenges.commit(sampleChange({ deliveries: [delivery] }));
      const [claimed] = await take(store, CLAIM);
      assert(claimed !== undefined);
      const next = passed(challenge);
      await store.challenges.commit(sampleChange({ challenges: [{ expectedVersion: 1, next }] }));
      assert.equal((await store.deliveries.find(delivery.id))?.sealedLink, null);
      assert.equal(await store.deliveries.settle(claimed, null), true);
      assert.equal((await store.deliveries.find(delivery.id))?.sealedLink, null);
    }),
  );

  test(
    'a claim counts an attempt and puts the delivery off until its lease ends',
    withStore(open, async (store) => {
      const delivery = await storeDelivery(store);
      const leased = { ...delivery, attempts: 1, nextAttemptAt: LEASE_END };
      assertSame(await take(store, CLAIM), [leased]);
      assertSame(await store.deliveries.find(delivery.id), leased);
      assert.deepEqual(await take(store, CLAIM), []);
    }),
  );

  test(
    'a claim brings what each delivery tells of, as it is then, and what it is sealed under',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const events: readonly (ChallengeEvent | null)[] = [
        null,
        { type: 'answer', correct: true, at: NOW },
        { type: 'answer', correct: false, at: NOW },
        { type: 'clock', at: plus(NOW, 60_000) },
        { type: 'cancel', reason: 'canceled_by_person', at: NOW },
      ];
      const challenges: Challenge[] = [];
      for (const [nth, event] of events.entries()) {
        const due = plus(NOW, nth - events.length);
        const made = await storeChallenge(store, client, due);
        const next = event === null ? made : decided(made, event);
        const changed = event === null ? [] : [{ expectedVersion: 1, next }];
        const deliveries = [sampleDelivery(next, { nextAttemptAt: due })];
        await store.challenges.commit(sampleChange({ challenges: changed, deliveries }));
        challenges.push(next);
      }
      const taken = await store.deliveries.claim(CLAIM);
      assertSame(
        taken.map(({ challenge, client: { wrappedKey } }) => ({ challenge, wrappedKey })),
        challenges.map(({ id, sealedDetails, lifecycle }) => {
          const { attempts: _, attemptsAllowed: __, ...told } = lifecycle;
          return { challenge: { id, sealedDetails, lifecycle: told }, wrappedKey: client.wrappedKey };
        }),
      );
      assert.deepEqual(
        taken.map(({ delivery }) => delivery.challenge),
        challenges.map(({ id }) => id),
      );
    }),
  );

  test(
    'two claims at once never get the same delivery, and together get all that is due',
    withStore(open, async (store) => {
      const due = await Promise.all(Array.from({ length: 20 }, () => storeDelivery(store)));
      const claims = await Promise.all(Array.from({ length: 6 }, () => take(store, { ...CLAIM, limit: 7 })));
      const taken = claims.flat();
      assert.deepEqual(ids(taken).toSorted(), ids(due).toSorted());
      assert(taken.every(({ attempts }) => attempts === 1));
      assert(claims.every((claim) => claim.length <= 7));
    }),
  );

  test(
    'a lease that ended frees the delivery by itself, and the late attempt is told that it lost it',
    withStore(open, async (store) => {
      await storeDelivery(store);
      const [first] = await take(store, CLAIM);
      assert(first !== undefined);
      assert.deepEqual(await take(store, { ...CLAIM, now: plus(LEASE_END, -1) }), []);
      const [second] = await take(store, {
        ...CLAIM,
        now: LEASE_END,
        leaseUntil: plus(LEASE_END, 30_000),
      });
      assert.equal(second?.attempts, 2);
      assert.equal(await store.deliveries.settle({ ...first, status: 'given_up' }, null), false);
      assertSame(await store.deliveries.find(first.id), second);
    }),
  );

  test(
    'what is due is claimed in the order in which it became due, no more than asked for, and not too early',
    withStore(open, async (store) => {
      const third = await storeDelivery(store, { nextAttemptAt: NOW });
      const first = await storeDelivery(store, { nextAttemptAt: plus(NOW, -200) });
      const second = await storeDelivery(store, { nextAttemptAt: plus(NOW, -100) });
      const tooEarly = await storeDelivery(store, { nextAttemptAt: plus(NOW, 1) });
      assert.deepEqual(ids(await take(store, { ...CLAIM, limit: 2 })), [first.id, second.id]);
      assert.deepEqual(ids(await take(store, CLAIM)), [third.id]);
      assertSame(await store.deliveries.find(tooEarly.id), tooEarly);
    }),
  );

  test(
    'a claim takes only what its channel has pending',
    withStore(open, async (store) => {
      const mine = await storeDelivery(store);
      const theirs = await storeDelivery(store, { channel: OTHER_CHANNEL });
      await storeDelivery(store, { status: 'delivered', deliveredAt: NOW });
      await storeDelivery(store, { status: 'given_up' });
      assert.deepEqual(ids(await take(store, CLAIM)), [mine.id]);
      assert.deepEqual(ids(await take(store, { ...CLAIM, channel: OTHER_CHANNEL })), [theirs.id]);
    }),
  );

  test(
    'an operator sends again what was given up, and what was delivered, with the attempts before remembered',
    withStore(open, async (store) => {
      for (const status of ['given_up', 'delivered'] as const) {
        const deliveredAt = status === 'delivered' ? NOW : null;
        const before = await storeDelivery(store, {
          status,
          attempts: 13,
          lastError: 'refused',
          deliveredAt,
        });
        const next: Delivery = {
          ...before,
          status: 'pending',
          attemptsBefore: 13,
          nextAttemptAt: plus(NOW, -1),
          deliveredAt: null,
        };
        assert.equal(await store.deliveries.override(before, next, null), true);
        assertSame(await store.deliveries.find(before.id), next);
        const [claimed] = await take(store, CLAIM);
        assertSame(claimed, { ...next, attempts: 14, nextAttemptAt: LEASE_END });
      }
    }),
  );

  test(
    'an operator overrides only what is still as they saw it, with an entry or without',
    withStore(open, async (store) => {
      const before = await storeDelivery(store);
      const next: Delivery = { ...before, status: 'given_up', lastError: 'Given up by an operator.' };
      const entry = sampleEntry(before.challenge);
      const size = await store.audit.size();
      const changes: readonly Partial<Delivery>[] = [
        { attempts: 1 },
        { status: 'delivered' },
        { nextAttemptAt: plus(NOW, 1) },
        { id: makeId('delivery', NOW, freshBytes(10)) },
      ];
      for (const change of changes) {
        assert.equal(await store.deliveries.override({ ...before, ...change }, next, entry), false);
      }
      assertSame(await store.deliveries.find(before.id), before);
      assert.equal(await store.audit.size(), size);
      assert.equal(await store.deliveries.override(before, next, entry), true);
      assert.equal(await store.audit.size(), size + 1);
    }),
  );

  test(
    'what is given up while it is under way stays given up, whatever becomes of the attempt',
    withStore(open, async (store) => {
      await storeDelivery(store);
      const [claimed] = await take(store, CLAIM);
      assert(claimed !== undefined);
      const given: Delivery = { ...claimed, status: 'given_up' };
      assert.equal(await store.deliveries.override(claimed, given, null), true);
      assert.equal(await store.deliveries.settle({ ...claimed, status: 'delivered' }, null), false);
      assertSame(await store.deliveries.find(claimed.id), given);
    }),
  );

  test(
    'a link goes with a delivery that is given up, and stays with one that is not',
    withStore(open, async (store) => {
      const challenge = await storeChallenge(store, await storeClient(store));
      const before = sampleDelivery(challenge, { event: 'created', sealedLink: freshBytes(60) });
      await store.challenges.commit(sampleChange({ deliveries: [before] }));
      const sooner = { ...before, nextAttemptAt: plus(NOW, -1) };
      await store.deliveries.override(before, sooner, null);
      assertSame(await store.deliveries.find(before.id), sooner);
      await store.deliveries.override(sooner, { ...sooner, status: 'given_up', sealedLink: null }, null);
      assert.equal((await store.deliveries.find(before.id))?.sealedLink, null);
    }),
  );

  test(
    "the next due time is the channel's earliest pending one, or null",
    withStore(open, async (store) => {
      assert.equal(await store.deliveries.nextDue(CHANNEL), null);
      await storeDelivery(store, { status: 'delivered', nextAttemptAt: plus(NOW, -5), deliveredAt: NOW });
      await storeDelivery(store, { channel: OTHER_CHANNEL, nextAttemptAt: plus(NOW, -3) });
      assert.equal(await store.deliveries.nextDue(CHANNEL), null);
      await storeDelivery(store, { nextAttemptAt: plus(NOW, 7) });
      await storeDelivery(store, { nextAttemptAt: plus(NOW, 4) });
      assert.equal(await store.deliveries.nextDue(CHANNEL), plus(NOW, 4));
      await take(store, { ...CLAIM, now: plus(NOW, 4) });
      assert.equal(await store.deliveries.nextDue(CHANNEL), plus(NOW, 7));
    }),
  );

  test(
    'the deliveries of any number of challenges are found at once',
    withStore(open, async (store) => {
      const [one, two] = [await storeDelivery(store), await storeDelivery(store)];
      await storeDelivery(store);
      const quiet = await storeChallenge(store, await storeClient(store));
      const found = await store.deliveries.ofChallenges([two.challenge, quiet.id, one.challenge]);
      assert.deepEqual(ids(found).toSorted(), ids([one, two]).toSorted());
      assertSame(await store.deliveries.ofChallenges([one.challenge]), [one]);
      assert.deepEqual(await store.deliveries.ofChallenges([]), []);
    }),
  );

  test(
    'a list of deliveries is newest first, filtered by channel, challenge and status, alone and together',
    withStore(open, async (store) => {
      const mine = await storeDelivery(store);
      const theirs = await storeDelivery(store, { channel: OTHER_CHANNEL, status: 'given_up' });
      const done = await storeDelivery(store, { status: 'delivered', deliveredAt: NOW });
      const list = async (query: Partial<DeliveryQuery>) =>
        ids(await store.deliveries.list({ ...ALL, ...query }));
      assert.deepEqual(await list({}), [done.id, theirs.id, mine.id]);
      assert.deepEqual(await list({ limit: 2 }), [done.id, theirs.id]);
      assert.deepEqual(await list({ channel: CHANNEL }), [done.id, mine.id]);
      assert.deepEqual(await list({ status: 'given_up' }), [theirs.id]);
      assert.deepEqual(await list({ channel: CHANNEL, status: 'given_up' }), []);
      assert.deepEqual(await list({ channel: CHANNEL, status: 'pending' }), [mine.id]);
      assert.deepEqual(await list({ challenge: done.challenge }), [done.id]);
      assert.deepEqual(await list({ challenge: done.challenge, status: 'delivered' }), [done.id]);
      assert.deepEqual(await list({ challenge: done.challenge, status: 'pending' }), []);
      assert.deepEqual(await list({ challenge: done.challenge, channel: OTHER_CHANNEL }), []);
      assertSame(await store.deliveries.list({ ...ALL, status: 'given_up' }), [theirs]);
    }),
  );

  test(
    'a list of deliveries goes by the time they were made, within bounds and page after page',
    withStore(open, async (store) => {
      const times = [3000, 1000, 4000, 1000, 5000, 9000, 2000, 6000];
      const made: Delivery[] = [];
      for (const [nth, milliseconds] of times.entries()) {
        const channel = nth % 3 === 0 ? OTHER_CHANNEL : CHANNEL;
        const status = nth % 2 === 0 ? 'given_up' : 'pending';
        made.push(await storeDelivery(store, { createdAt: plus(NOW, milliseconds), channel, status }));
      }
      const newest = made.toReversed().sort((a, b) => b.createdAt - a.createdAt);
      const list = async (query: Partial<DeliveryQuery>) =>
        ids(await store.deliveries.list({ ...ALL, ...query }));
      assert.deepEqual(await list({}), ids(newest));
      const [since, until] = [plus(NOW, 2000), plus(NOW, 6000)];
      const within = newest.filter(({ createdAt }) => createdAt >= since && createdAt < until);
      assert.deepEqual(await list({ since, until }), ids(within));
      assert.deepEqual(
        await list({ since, until, channel: CHANNEL, status: 'given_up' }),
        ids(within.filter(({ channel, status }) => channel === CHANNEL && status === 'given_up')),
      );
      const paged: string[] = [];
      for (let before: Delivery['id'] | null = null; ; ) {
        const page: readonly Delivery[] = await store.deliveries.list({ ...ALL, since, before, limit: 2 });
        paged.push(...ids(page));
        before = page.at(-1)?.id ?? null;
        if (page.length < 2) break;
      }
      assert.deepEqual(paged, ids(newest.filter(({ createdAt }) => createdAt >= since)));
    }),
  );

  test(
    'a page may follow a delivery that is stored no more',
    withStore(open, async (store) => {
      const at = (milliseconds: number) => {
        const createdAt = plus(NOW, milliseconds);
        return { id: makeId('delivery', createdAt, freshBytes(10)), createdAt };
      };
      const first = await storeDelivery(store, at(1000));
      await storeDelivery(store, at(3000));
      const gone = at(2000).id;
      assert.deepEqual(ids(await store.deliveries.list({ ...ALL, before: gone })), [first.id]);
      assert.deepEqual(await store.deliveries.list({ ...ALL, before: at(0).id }), []);
    }),
  );

  test(
    'a delivery of a challenge that is not stored is a bug, and leaves nothing',
    withStore(open, async (store) => {
      const { challenge } = await storeDelivery(store);
      const lost = sampleDelivery({
        ...(await storeChallenge(store, await storeClient(store))),
        id: makeId('challenge', NOW, freshBytes(10)),
      });
      await assert.rejects(store.challenges.commit(sampleChange({ deliveries: [lost] })));
      assert.equal((await store.deliveries.list(ALL)).length, 1);
      assert.equal((await store.deliveries.ofChallenges([challenge])).length, 1);
    }),
  );
}
