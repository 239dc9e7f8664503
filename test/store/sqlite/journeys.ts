import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/app/store-ports.ts';
import type { Challenge } from '../../../src/domain/challenge/challenge.ts';
import {
  CHANNEL,
  decidedEntry,
  freshBytes,
  NOW,
  passed,
  sampleChallenge,
  sampleChange,
  sampleClient,
  sampleDelivery,
  sampleEntry,
} from '../../contracts/store-samples.ts';

/** Stores a new client's challenge as a request does: client, challenge, audit entry and first answer. */
export async function create(store: Store): Promise<Challenge> {
  const client = sampleClient();
  const challenge = sampleChallenge(client);
  const change = sampleChange({
    client: { expectedVersion: 0, next: { ...client, latest: challenge.id } },
    newChallenge: challenge,
    audit: [sampleEntry(challenge.id)],
    idempotency: {
      channel: CHANNEL,
      key: challenge.id,
      requestHash: freshBytes(32),
      challenge: challenge.id,
      sealedAnswer: freshBytes(200),
      expiresAt: NOW,
    },
  });
  assert.equal(await store.challenges.commit(change), 'committed');
  return challenge;
}

/** Decides a challenge as an answer does: verdict, audit entry and delivery. */
export async function decide(store: Store, challenge: Challenge): Promise<void> {
  const next = passed(challenge);
  const change = sampleChange({
    challenges: [{ expectedVersion: 1, next }],
    audit: [decidedEntry(next)],
    deliveries: [sampleDelivery(next)],
  });
  assert.equal(await store.challenges.commit(change), 'committed');
}

/** What a database file holds, after checking that every verdict has its one entry and its one delivery. */
export function auditedContents(path: string): {
  readonly challenges: ReadonlySet<string>;
  readonly decided: ReadonlySet<string>;
} {
  const database = new DatabaseSync(path);
  try {
    const column = (sql: string) =>
      database
        .prepare(sql)
        .all()
        .map((row) => String(Object.values(row)[0]));
    assert.deepEqual(column('PRAGMA integrity_check'), ['ok']);
    assert.deepEqual(column('PRAGMA foreign_key_check'), []);
    const challenges = column('SELECT id FROM challenges ORDER BY id');
    const decided = column(`SELECT id FROM challenges WHERE status <> 'pending' ORDER BY id`);
    const ofType = (type: string) =>
      column(`SELECT challenge FROM audit_entries WHERE entry ->> 'type' = '${type}' ORDER BY challenge`);
    assert.deepEqual(ofType('challenge.created'), challenges);
    assert.deepEqual(ofType('challenge.decided'), decided);
    assert.deepEqual(
      column('SELECT c.id FROM deliveries d JOIN challenges c ON c.number = d.challenge ORDER BY c.id'),
      decided,
    );
    assert.deepEqual(column('SELECT latest FROM clients ORDER BY latest'), challenges);
    const indexes = column('SELECT entry_index FROM audit_entries ORDER BY entry_index');
    assert.deepEqual(
      indexes,
      indexes.map((_, position) => String(position)),
    );
    assert.deepEqual(column('SELECT size FROM audit_state'), [String(indexes.length)]);
    return { challenges: new Set(challenges), decided: new Set(decided) };
  } finally {
    database.close();
  }
}
