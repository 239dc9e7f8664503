import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Block, Erased } from '../../src/app/privacy-ports.ts';
import type { Store } from '../../src/app/store-ports.ts';
import type { Client } from '../../src/domain/challenge/challenge.ts';
import { type ChallengeId, makeId } from '../../src/kernel/ids.ts';
import { type Instant, plus } from '../../src/kernel/instant.ts';
import { assertSame, type Opener, withStore } from './open-store.ts';
import {
  CHANNEL,
  decidedEntry,
  freshBytes,
  NOW,
  OTHER_CHANNEL,
  passed,
  sampleChange,
  sampleDelivery,
  sampleEntry,
  sampleView,
  storeChallenge,
  storeClient,
  stored,
} from './store-samples.ts';

const DAY = 86_400_000;

/** The first id that a challenge made at that time can have. */
const idAt = (at: Instant): ChallengeId => makeId('challenge', at, new Uint8Array(10));

/** A challenge with a view and a verdict, its delivery told. */
async function storeDecided(store: Store, client: Client, at: Instant = NOW): Promise<ChallengeId> {
  const challenge = await storeChallenge(store, client, at);
  const created = sampleEntry(challenge.id, { time: at, channel: client.channel });
  await store.audit.append([created]);
  await store.challenges.recordView(sampleView(challenge, { at }));
  const next = passed(await stored(store.challenges, challenge.id), at);
  const delivery = sampleDelivery(next, { status: 'delivered', deliveredAt: at, attempts: 1 });
  const idempotency = {
    channel: client.channel,
    key: challenge.id,
    requestHash: freshBytes(32),
    challenge: challenge.id,
    sealedAnswer: freshBytes(64),
    expiresAt: plus(NOW, DAY),
  };
  const change = sampleChange({
    challenges: [{ expectedVersion: 1, next }],
    audit: [decidedEntry(next)],
    deliveries: [delivery],
    idempotency,
  });
  assert.equal(await store.challenges.commit(change), 'committed');
  return challenge.id;
}

const blockOf = (client: Client, changes: Partial<Block> = {}): Block => ({
  client,
  at: NOW,
  eraseAt: plus(NOW, DAY),
  successor: null,
  audit: [],
  ...changes,
});

const erasedEntry = (challenge: ChallengeId): Erased => ({
  challenge,
  entry: sampleEntry(challenge, { type: 'evidence.erased' }),
});

async function disclosuresLeft(store: Store, challenge: ChallengeId): Promise<number> {
  const entries = await store.audit.entries({ challenge, fromIndex: 0, limit: 100 });
  return entries.filter(({ sealedDisclosures }) => sealedDisclosures !== null).length;
}

/** Taking away what may no longer be kept, and the keys that are wrapped under the service's secret. */
export function privacyContract(open: Opener): void {
  test(
    "a blocked client's challenges, deliveries and first answers are out of reach, and its key with them",
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const other = await storeClient(store);
      const mine = [await storeDecided(store, client), await storeDecided(store, client)];
      const theirs = await storeDecided(store, other);
      assert.deepEqual(await store.privacy.challengesOf(CHANNEL, client.ref), mine.toSorted());
      const blocked = sampleEntry(mine[0] ?? theirs, { type: 'evidence.blocked' });
      assert.equal(await store.privacy.block(blockOf(client, { audit: [blocked] })), 'blocked');

      for (const id of mine) {
        assert.equal(await store.challenges.byId(id), null);
        assert.equal(await store.challenges.idempotent(CHANNEL, id), null);
        assert.equal(await store.privacy.evidenceKey(id), null);
        assert.equal(await disclosuresLeft(store, id), 3);
      }
      assert.deepEqual(await store.deliveries.ofChallenges(mine), []);
      assert.equal(await store.challenges.client(CHANNEL, client.ref), null);
      assert.deepEqual(await store.privacy.challengesOf(CHANNEL, client.ref), []);
      assert.equal((await store.challenges.byId(theirs))?.challenge.id, theirs);
      assert.notEqual(await store.challenges.idempotent(CHANNEL, theirs), null);
      assertSame(await store.privacy.evidenceKey(theirs), other.wrappedKey);

      const [kept, ...more] = await store.privacy.blockedOf(CHANNEL, client.ref);
      assert.equal(more.length, 0);
      assert(kept !== undefined);
      const { number, ...rest } = kept;
      const { channel, ref, wrappedKey } = client;
      assertSame(rest, { channel, ref, wrappedKey, blockedAt: NOW, eraseAt: plus(NOW, DAY) });
      const ofBlocked = await store.privacy.challengesOfBlocked(number, 10);
      assert.deepEqual(
        ofBlocked.map(({ id }) => id),
        mine.toSorted(),
      );
      assert.deepEqual(await store.privacy.blockedOf(OTHER_CHANNEL, client.ref), []);
    }),
  );

  test(
    'a client who was read before another change is not blocked',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const next = { ...client, answered: 1, version: 2 };
      await store.challenges.commit(sampleChange({ client: { expectedVersion: 1, next } }));
      const size = await store.audit.size();
      const outcome = await store.privacy.block(blockOf(client, { audit: [sampleEntry(null)] }));
      assert.equal(outcome, 'conflict');
      assert.equal(await store.audit.size(), size);
      assertSame(await store.challenges.client(CHANNEL, client.ref), next);
      assert.deepEqual(await store.privacy.blockedOf(CHANNEL, client.ref), []);
    }),
  );

  test(
    'what is remembered of a blocked client stands under its own key, and can be blocked again',
    withStore(open, async (store) => {
      const client = await storeClient(store, { consecutiveFailures: 3, lockedUntil: plus(NOW, 900_000) });
      const first = await storeDecided(store, client);
      const successor: Client = { ...client, wrappedKey: freshBytes(60), askedAt: [], version: 2 };
      assert.equal(await store.privacy.block(blockOf(client, { successor })), 'blocked');
      assertSame(await store.challenges.client(CHANNEL, client.ref), successor);
      const second = await storeDecided(store, successor);
      assertSame(await store.privacy.evidenceKey(second), successor.wrappedKey);
      assert.equal(await store.privacy.evidenceKey(first), null);
      assert.equal(await store.privacy.block(blockOf(successor)), 'blocked');
      const kept = await store.privacy.blockedOf(CHANNEL, client.ref);
      assertSame(
        kept.map(({ wrappedKey }) => wrappedKey),
        [client.wrappedKey, successor.wrappedKey],
      );
      const ofEach = await Promise.all(
        kept.map(({ number }) => store.privacy.challengesOfBlocked(number, 10)),
      );
      assert.deepEqual(
        ofEach.map((challenges) => challenges.map(({ id }) => id)),
        [[first], [second]],
      );
    }),
  );

  test(
    'a blocked client is erased when it is due: challenge by challenge, once, and its key last',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const ids = [await storeDecided(store, client), await storeDecided(store, client)];
      await store.privacy.block(blockOf(client));
      assert.deepEqual(await store.privacy.dueBlocked(plus(NOW, DAY - 1), 10), []);
      const [due] = await store.privacy.dueBlocked(plus(NOW, DAY), 10);
      assert(due !== undefined);
      assert.equal(await store.privacy.destroyBlocked(due.number), false);
      const size = await store.audit.size();
      assert.equal(await store.privacy.erase(ids.map(erasedEntry)), 2);
      assert.equal(await store.privacy.erase(ids.map(erasedEntry)), 0);
      assert.equal(await store.audit.size(), size + 2);
      for (const id of ids) assert.equal(await disclosuresLeft(store, id), 0);
      assert.equal(await store.privacy.destroyBlocked(due.number), true);
      assert.equal(await store.privacy.destroyBlocked(due.number), false);
      assert.deepEqual(await store.privacy.blockedOf(CHANNEL, client.ref), []);
      assert.equal(await store.privacy.scrub(), true);
    }),
  );

  test(
    'of challenges that are due only the evidence is left: of those that ended, and whose deliveries did',
    withStore(open, async (store) => {
      const client = await storeClient(store);
      const old = await storeDecided(store, client, plus(NOW, -2 * DAY));
      const pending = await storeChallenge(store, client, plus(NOW, -2 * DAY));
      const waiting = await storeChallenge(store, client, plus(NOW, -2 * DAY));
      const next = passed(waiting, plus(NOW, -2 * DAY));
      await store.challenges.commit(
        sampleChange({
          challenges: [{ expectedVersion: 1, next }],
          audit: [decidedEntry(next)],
          deliveries: [sampleDelivery(next)],
        }),
      );
      const young = await storeDecided(store, client, NOW);
      const due = await store.privacy.dueChallenges(idAt(plus(NOW, -DAY)), 10);
      assert.deepEqual(due, [old]);
      await store.privacy.retire(due);
      assert.equal(await store.challenges.byId(old), null);
      assert.deepEqual(await store.deliveries.ofChallenges([old]), []);
      assert.equal(await store.challenges.idempotent(CHANNEL, old), null);
      assertSame(await store.privacy.evidenceKey(old), client.wrappedKey);
      const all = [old, pending.id, waiting.id, young].toSorted();
      assert.deepEqual(await store.privacy.challengesOf(CHANNEL, client.ref), all);

      assert.deepEqual(await store.privacy.dueEvidence(old, 10), []);
      const [past] = await store.privacy.dueEvidence(idAt(plus(NOW, -DAY)), 10);
      assert.deepEqual(past, { id: old, channel: CHANNEL });
      assert.equal(await store.privacy.erase([erasedEntry(old)]), 1);
      assert.equal(await disclosuresLeft(store, old), 0);
      assert.equal(await store.privacy.evidenceKey(old), null);
      // The evidence of a blocked client is due when its block ends, and not before.
      await store.privacy.retire([young]);
      await store.privacy.block(blockOf(client));
      assert.deepEqual(await store.privacy.dueEvidence(idAt(plus(NOW, DAY)), 10), []);
    }),
  );

  test(
    'views are erased once, from where the last erasure ended',
    withStore(open, async (store) => {
      const id = await storeDecided(store, await storeClient(store));
      assert.equal(await store.privacy.viewsErasedBelow(), 0);
      const entry = sampleEntry(id, { type: 'evidence.views_erased' });
      const erasure = { indexes: [1], from: 0, belowIndex: 3, audit: [entry] };
      assert.equal(await store.privacy.eraseViews(erasure), true);
      assert.equal(await store.privacy.eraseViews(erasure), false);
      assert.equal(await store.privacy.viewsErasedBelow(), 3);
      const entries = await store.audit.entries({ challenge: id, fromIndex: 0, limit: 10 });
      assert.deepEqual(
        entries.map(({ sealedDisclosures }) => sealedDisclosures !== null),
        [true, false, true, false],
      );
      assert.equal(await store.privacy.eraseViews({ indexes: [], from: 3, belowIndex: 4, audit: [] }), true);
      assert.equal(await store.privacy.viewsErasedBelow(), 4);
    }),
  );

  test(
    'clients without a challenge are found in their order, page by page, and forgotten as they were read',
    withStore(open, async (store) => {
      const idle = [await storeClient(store), await storeClient(store), await storeClient(store)];
      await storeDecided(store, await storeClient(store));
      const first = await store.privacy.idleClients(null, 2);
      assert.notEqual(first.next, null);
      const second = await store.privacy.idleClients(first.next, 10);
      assert.equal(second.next, null);
      const found = [...first.clients, ...second.clients];
      assertSame(
        found.map(({ ref }) => ref),
        idle.map(({ ref }) => ref).toSorted(),
      );
      const [changed, ...others] = found;
      assert(changed !== undefined);
      const next = { ...changed, answered: 5, version: 2 };
      await store.challenges.commit(sampleChange({ client: { expectedVersion: 1, next } }));
      assert.equal(await store.privacy.forgetClients([changed, ...others]), 2);
      assertSame((await store.privacy.idleClients(null, 10)).clients, [next]);
    }),
  );

  test(
    'lasting keys are written by whoever knows what was there before',
    withStore(open, async ({ secrets }) => {
      const [one, two] = [freshBytes(80), freshBytes(80)];
      assert.equal(await secrets.lastingKeys(), null);
      assert.equal(await secrets.keepLastingKeys(one, null), true);
      assert.equal(await secrets.keepLastingKeys(two, null), false);
      assert.equal(await secrets.keepLastingKeys(two, two), false);
      assertSame(await secrets.lastingKeys(), one);
      assert.equal(await secrets.keepLastingKeys(two, one), true);
      assertSame(await secrets.lastingKeys(), two);
    }),
  );

  test(
    'every wrapped key is found by pages and put under another secret, where it is still the one that was read',
    withStore(open, async (store) => {
      const clients = [await storeClient(store), await storeClient(store, { channel: OTHER_CHANNEL })];
      const gone = await storeClient(store);
      await store.privacy.block(blockOf(gone));
      const signing = { publicKey: 'key-one', wrappedSeed: freshBytes(60) };
      const made = sampleEntry(null, { type: 'signing_key.created' });
      assert.equal(await store.checkpoints.addSigningKey(signing, 0, made), true);
      assert.equal(await store.secrets.countWrapped(), 4);

      const [first] = await store.secrets.wrappedKeys('client', null, 1);
      assert(first !== undefined);
      const rest = await store.secrets.wrappedKeys('client', first.name, 10);
      assertSame(
        [first, ...rest].map(({ wrapped }) => wrapped),
        clients.map(({ wrappedKey }) => wrappedKey),
      );
      const blocked = await store.secrets.wrappedKeys('blocked_client', null, 10);
      assertSame(
        blocked.map(({ wrapped }) => wrapped),
        [gone.wrappedKey],
      );
      const seeds = await store.secrets.wrappedKeys('signing_key', null, 10);
      assertSame(seeds, [{ kind: 'signing_key', name: 'key-one', wrapped: signing.wrappedSeed }]);

      const keys = [first, ...blocked, ...seeds].map((key) => ({ ...key, next: freshBytes(60) }));
      await store.secrets.rewrap([
        ...keys,
        ...rest.map((key) => ({ ...key, wrapped: freshBytes(60), next: freshBytes(60) })),
      ]);
      const [changed, same] = await Promise.all(
        clients.map(({ channel, ref }) => store.challenges.client(channel, ref)),
      );
      assertSame([changed?.wrappedKey, changed?.version], [keys[0]?.next, 2]);
      assertSame(same, clients[1]);
      assertSame((await store.privacy.blockedOf(CHANNEL, gone.ref))[0]?.wrappedKey, keys[1]?.next);
      assertSame((await store.checkpoints.signingKeys())[0]?.wrappedSeed, keys[2]?.next);
      assert.deepEqual(await store.secrets.wrappedKeys('signing_key', 'key-one', 10), []);
      assert.deepEqual(await store.secrets.wrappedKeys('blocked_client', blocked[0]?.name ?? '', 10), []);
    }),
  );
}
