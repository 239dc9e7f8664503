import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { utf8 } from '../../../src/kernel/bytes.ts';
import { makeId } from '../../../src/kernel/ids.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import {
  CHANNEL,
  freshBytes,
  NOW,
  passed,
  sampleChange,
  storeChallenge,
  storeClient,
} from '../../contracts/store-samples.ts';
import { create } from './journeys.ts';
import { withPath } from './temporary-store.ts';

/** How often a value occurs in the files beside a path, the database, its log and its index among them. */
function occurrences(path: string, canary: string): number {
  const directory = dirname(path);
  return readdirSync(directory)
    .map((name) => readFileSync(join(directory, name)).toString('latin1').split(canary).length - 1)
    .reduce((sum, count) => sum + count, 0);
}

/** Columns that may hold text, each with why no person's data comes in. */
const TEXT_COLUMNS: Readonly<Record<string, string>> = {
  'migrations.name': 'ours',
  'clients.channel': "the operator's name of a channel",
  'clients.asked_at': 'times',
  'clients.latest': 'an id',
  'clients.ledger': 'counts by kind of fact',
  'challenges.id': 'an id',
  'challenges.channel': "the operator's name of a channel",
  'challenges.policy': "the operator's name of a policy",
  'challenges.status': 'one of a closed list',
  'challenges.reason': 'one of a closed list',
  'deliveries.id': 'an id',
  'deliveries.channel': "the operator's name of a channel",
  'deliveries.connector': "a connector's name",
  'deliveries.event': 'one of a closed list',
  'deliveries.status': 'one of a closed list',
  'deliveries.last_error': 'in plain words, without anything secret (domain/delivery)',
  'idempotency.channel': "the operator's name of a channel",
  'idempotency.challenge': 'an id',
  'blocked_clients.channel': "the operator's name of a channel",
  'past_challenges.id': 'an id',
  'past_challenges.channel': "the operator's name of a channel",
  'retention.class': 'one of a closed list',
  'lasting_keys.name': 'one of a closed list',
  'api_keys.id': 'an id',
  'api_keys.scope': 'one of a closed list',
  'api_keys.channel': "the operator's name of a channel",
  'api_keys.name': "the operator's name of a key",
  'desk_sessions.key_id': 'an id',
  'audit_entries.challenge': 'an id',
  'audit_entries.verdict_channel': "the operator's name of a channel",
  'audit_state.policy': 'a hash',
  'audit_state.origin': "the log's name",
  'signing_keys.public_key': 'a public key',
  'checkpoints.note': 'a hash and signatures',
};

test(
  'a column is a number, a text of a known kind, a hash, a keyed pseudonym, or sealed',
  withPath(async (path) => {
    await (await openSqliteStore({ path, serving: false })).close();
    const connection = new DatabaseSync(path);
    const columns = connection
      .prepare(
        `SELECT m.name || '.' || c.name AS name, c.type AS type
         FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`,
      )
      .all()
      .map(({ name, type }) => ({ name: String(name), type: String(type) }));
    connection.close();
    const ofType = (type: string) => columns.filter((column) => column.type === type).map(({ name }) => name);
    assert.deepEqual(ofType('TEXT').toSorted(), Object.keys(TEXT_COLUMNS).toSorted());
    for (const name of ofType('BLOB'))
      assert.match(
        name,
        /\.(sealed_\w+|wrapped_\w+|\w*hash|\w+_hashes|ref|phone_ref)$|^past_challenges\.client$|^audit_entries\.entry$|^checkpoints\.timestamp_token$/,
      );
    assert.equal(columns.length, ofType('TEXT').length + ofType('BLOB').length + ofType('INTEGER').length);
  }),
);

test(
  'a phone number that a bot uses as its idempotency key is in no file',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: false });
    const idempotency = {
      channel: CHANNEL,
      key: '5215512345678-CANARY',
      requestHash: new Uint8Array(32),
      challenge: makeId('challenge', NOW, freshBytes(10)),
      sealedAnswer: new Uint8Array(64),
      expiresAt: NOW,
    };
    await store.challenges.commit(sampleChange({ idempotency }));
    assert.equal((await store.challenges.idempotent(CHANNEL, idempotency.key))?.key, idempotency.key);
    assert.equal(occurrences(path, 'CANARY'), 0);
    assert.equal(occurrences(path, '5215512345678'), 0);
    await store.close();
  }),
);

test(
  'what was sealed of the questions is overwritten when the challenge ends, not just let go',
  withPath(async (path) => {
    const canary = 'CANARY-QUESTIONS-OF-ONE-CHALLENGE';
    const store = await openSqliteStore({ path, serving: false });
    const client = await storeClient(store);
    // Large enough for pages of its own, too.
    for (const size of [100, 20_000]) {
      const sealedQuestions = new Uint8Array(
        Buffer.concat([utf8(canary), new Uint8Array(size), utf8(canary)]),
      );
      const challenge = await storeChallenge(store, client, NOW, { sealedQuestions });
      await create(store);
      const change = sampleChange({ challenges: [{ expectedVersion: 1, next: passed(challenge) }] });
      assert.notEqual(occurrences(path, canary), 0);
      await store.challenges.commit(change);
    }
    await store.close();
    assert(!existsSync(`${path}-wal`));
    assert.equal(occurrences(path, canary), 0);
  }),
);

test(
  'what was erased is out of the log beside the database at once, or, where somebody reads, soon',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: false });
    const client = await storeClient(store);
    await storeChallenge(store, client);
    await store.privacy.block({ client, at: NOW, eraseAt: NOW, successor: null, audit: [] });
    const reader = new DatabaseSync(path);
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM clients').get();
    await create(store);
    assert.equal(await store.privacy.scrub(), false);
    reader.exec('COMMIT');
    reader.close();
    assert.equal(await store.privacy.scrub(), true);
    assert.equal(statSync(`${path}-wal`).size, 0);
    await store.close();
  }),
);
