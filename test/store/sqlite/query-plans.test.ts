import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { Store } from '../../../src/app/store-ports.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import {
  CHANNEL,
  NOW,
  sampleDelivery,
  sampleEntry,
  sampleView,
  storeChallenge,
  storeClient,
} from '../../contracts/store-samples.ts';
import { create, decide } from './journeys.ts';
import { withPath } from './temporary-store.ts';

/** Every port with every combination of its filters. */
async function useEverything({
  challenges,
  deliveries,
  keys,
  audit,
  checkpoints,
  logRows,
  ...store
}: Store): Promise<void> {
  const whole: Store = { challenges, deliveries, keys, audit, checkpoints, logRows, ...store };
  const challenge = await create(whole);
  await decide(whole, challenge);
  const client = await storeClient(whole);
  const pending = await storeChallenge(whole, client);
  await challenges.byToken(challenge.tokenHash);
  await challenges.byIds([challenge.id]);
  await challenges.client(CHANNEL, client.ref);
  // The form of a pseudonym does not matter here.
  await challenges.ofPhone({ phone: '0' as never, limit: 10, before: null });
  await challenges.due(NOW, 10);
  await challenges.recordView(sampleView(pending));
  await challenges.idempotent(CHANNEL, 'key');
  await challenges.forgetIdempotent(NOW);
  const delivery = sampleDelivery(challenge);
  await deliveries.claim({ channel: CHANNEL, now: NOW, leaseUntil: NOW, limit: 10 });
  await deliveries.settle(delivery, null);
  await deliveries.override(delivery, delivery, null);
  await deliveries.nextDue(CHANNEL);
  await deliveries.find(delivery.id);
  await deliveries.ofChallenges([challenge.id]);
  for (const channel of [null, CHANNEL]) {
    await keys.list(channel);
    for (const status of [null, 'pending'] as const) {
      for (const named of [null, challenge.id]) {
        for (const [since, until, before] of [
          [null, null, null],
          [NOW, NOW, delivery.id],
        ] as const) {
          await deliveries.list({ channel, challenge: named, status, since, until, before, limit: 10 });
        }
        const ref = named === null ? null : client.ref;
        await challenges.list({ channel: CHANNEL, client: ref, status, limit: 10, before: named });
      }
    }
  }
  await keys.byHash(challenge.tokenHash);
  // The form of a key's id does not matter here.
  await keys.revoke('key_0' as never, NOW, sampleEntry(null));
  await audit.size();
  await audit.verdicts({ channel: CHANNEL, fromIndex: 0, limit: 10 });
  await audit.append([sampleEntry(null), sampleEntry(challenge.id)]);
  await audit.nodes([
    { level: 0, index: 0 },
    { level: 1, index: 0 },
  ]);
  await audit.tree();
  await audit.policy();
  await logRows.state();
  await logRows.rows(0, 10);
  await logRows.countsBefore([challenge.id], 1);
  await logRows.verdictRows(0, 10);
  await logRows.verdictsOf([challenge.id]);
  await logRows.wrappedKeysOf([challenge.id]);
  await logRows.pastOf([challenge.id]);
  await logRows.loggedVerdicts([challenge.id]);
  await checkpoints.origin();
  await checkpoints.name('log.example', null);
  await checkpoints.addSigningKey({ publicKey: 'x', wrappedSeed: null }, 0, sampleEntry(null));
  await checkpoints.signingKeys();
  await checkpoints.retireSigningKeys();
  await checkpoints.put({ size: 1, note: '', cosignatures: 0, timestamp: null });
  await checkpoints.latest();
  for (const isStamped of [false, true]) {
    await checkpoints.vouchedFor({ origin: 'log.example', atLeast: 0, cosignatures: 1, isStamped });
  }
  await checkpoints.list(0, 10);
  for (const named of [null, challenge.id])
    await audit.entries({ challenge: named, fromIndex: 0, limit: 10 });
  await store.figures.counts(CHANNEL, [NOW, NOW]);
  await store.figures.denied(CHANNEL, NOW);
  await store.figures.answerTimes(CHANNEL, NOW, 10);
  await store.figures.heldBack(CHANNEL, 3, 10);
  const { tokenHash } = challenge;
  await store.sessions.begin({ tokenHash, key: 'key_0' as never, createdAt: NOW, seenAt: NOW }, NOW);
  await store.sessions.find(tokenHash);
  await store.sessions.see(tokenHash, NOW);
  await store.sessions.end(tokenHash);
  await store.ping();
}

/** The same for what takes away, and for what is wrapped. */
async function takeAway(store: Store): Promise<void> {
  const { privacy, secrets } = store;
  const client = await storeClient(store);
  const { id } = await storeChallenge(store, client);
  await privacy.evidenceKey(id);
  await privacy.challengesOf(CHANNEL, client.ref);
  await privacy.dueChallenges(id, 10);
  await privacy.retire([id]);
  await privacy.dueEvidence(id, 10);
  await privacy.block({ client, at: NOW, eraseAt: NOW, successor: null, audit: [] });
  await privacy.blockedOf(CHANNEL, client.ref);
  await privacy.dueBlocked(NOW, 10);
  await privacy.challengesOfBlocked(1, 10);
  const entry = sampleEntry(id, { type: 'evidence.erased' });
  await privacy.erase([{ challenge: id, entry }]);
  await privacy.destroyBlocked(1);
  await privacy.viewsErasedBelow();
  await privacy.eraseViews({ indexes: [0], from: 0, belowIndex: 1, audit: [] });
  await privacy.idleClients(null, 10);
  await privacy.forgetClients([client]);
  await secrets.lastingKeys();
  await secrets.keepLastingKeys(client.wrappedKey, null);
  await secrets.countWrapped();
  for (const kind of ['client', 'blocked_client', 'signing_key'] as const) {
    const name = kind === 'client' ? `${CHANNEL}${client.ref}` : '1';
    for (const after of [null, name]) await secrets.wrappedKeys(kind, after, 10);
    await secrets.rewrap([{ kind, name, wrapped: client.wrappedKey, next: client.wrappedKey }]);
  }
}

/** Steps over whole tables or sorted ones that are as small as what they answer, by the statement they are in. */
const ALLOWED: readonly { readonly step: RegExp; readonly statement: RegExp; readonly since: string }[] = [
  {
    step: /^(?:SCAN|SEARCH) signing_keys/,
    statement: /signing_keys/,
    since: 'there are as many as were ever made',
  },
  {
    step: /^SCAN checkpoints$/,
    statement: /ORDER BY size DESC LIMIT 1$/,
    since: 'it stops at the first row',
  },
  { step: /^SCAN pulse$/, statement: /^UPDATE pulse/, since: 'it has one row' },
  {
    step: /^SCAN audit_state$/,
    statement: /audit_state/,
    since: 'it has one row',
  },
  { step: /^SCAN api_keys$/, statement: /FROM api_keys ORDER BY number$/, since: 'all keys were asked for' },
  { step: /^SCAN lasting_keys$/, statement: /lasting_keys/, since: 'it has one row' },
  {
    step: /^SCAN (?:clients|blocked_clients|CONSTANT ROW)/,
    statement: /AS keys$/,
    since: 'all of them are counted',
  },
  {
    step: /^SCAN (?:clients|blocked_clients)/,
    statement: /AS wrapped FROM[^?]*ORDER BY [^?]*LIMIT \?$/,
    since: 'it stops after one page',
  },
  { step: /^SCAN found$/, statement: /^\s*WITH RECURSIVE found/, since: 'each step finds one channel' },
  {
    step: /^SCAN wanted|^USE TEMP B-TREE/,
    statement: /FROM json_each\(\?\)/,
    since: 'those ids were asked for',
  },
  { step: /^SCAN sqlite_schema$/, statement: /FROM sqlite_schema/, since: 'the schema is small' },
];

test(
  'no statement reads or sorts more than it answers, however large the tables are',
  withPath(async (path) => {
    const texts = new Set<string>();
    const { prepare } = DatabaseSync.prototype;
    DatabaseSync.prototype.prepare = function recording(sql, options) {
      if (/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)/.test(sql)) texts.add(sql);
      return prepare.call(this, sql, options);
    };
    try {
      const store = await openSqliteStore({ path, serving: false });
      await useEverything(store);
      await takeAway(store);
      await store.close();
    } finally {
      DatabaseSync.prototype.prepare = prepare;
    }
    assert(texts.size > 35, `only ${texts.size} statements were seen`);
    const connection = new DatabaseSync(path);
    for (const sql of texts) {
      for (const { detail } of connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()) {
        if (!/SCAN|TEMP B-TREE/.test(String(detail))) continue;
        const allowed = ALLOWED.some(
          ({ step, statement }) => step.test(String(detail)) && statement.test(sql),
        );
        assert(allowed, `${detail} in: ${sql}`);
      }
    }
    connection.close();
  }),
);
