import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { create, decide } from './journeys.ts';
import { withPath } from './temporary-store.ts';

const COPY = 'INSERT INTO audit_entries SELECT';

const REFUSED: readonly (readonly [string, string])[] = [
  ['an edited entry', `UPDATE audit_entries SET entry = x'00' WHERE entry_index = 1`],
  ['an edit that changes nothing but what is sealed', `UPDATE audit_entries SET sealed_disclosures = x'00'`],
  ['an entry put under another challenge', `UPDATE audit_entries SET challenge = NULL`],
  ['a verdict put under another channel', `UPDATE audit_entries SET verdict_channel = 'other'`],
  ['an edited node of the tree', `UPDATE audit_entries SET subtree_hashes = x'' WHERE entry_index = 1`],
  ['entries that are moved', 'UPDATE audit_entries SET entry_index = entry_index + 10'],
  ['a deleted entry', 'DELETE FROM audit_entries WHERE entry_index = 1'],
  ['a shortened log', 'DELETE FROM audit_entries WHERE entry_index = 3'],
  ['an emptied log', 'DELETE FROM audit_entries'],
  ['a replaced entry', 'REPLACE INTO audit_entries SELECT * FROM audit_entries WHERE entry_index = 1'],
  ['an entry after a gap', `${COPY} 5, NULL, NULL, entry, x'', NULL FROM audit_entries LIMIT 1`],
  [
    'a second row beside the log',
    `INSERT INTO audit_state SELECT 2, size, frontier_hashes, last_time, policy, origin FROM audit_state`,
  ],
  ['another verdict', `UPDATE challenges SET status = 'failed' WHERE status = 'passed'`],
  [
    'a verdict taken back',
    `UPDATE challenges SET status = 'pending', reason = NULL, decided_at = NULL WHERE status = 'passed'`,
  ],
  ['questions put back after the verdict', `UPDATE challenges SET sealed_questions = x'00'`],
];

test(
  'the database itself refuses what may never happen to its log and its verdicts',
  withPath(async (path) => {
    const store = await openSqliteStore({ path, serving: false });
    for (let journeys = 0; journeys < 2; journeys++) await decide(store, await create(store));
    const contents = await store.audit.entries({ challenge: null, fromIndex: 0, limit: 10 });
    assert.equal(contents.length, 4);
    const connection = new DatabaseSync(path);
    for (const [what, sql] of REFUSED) assert.throws(() => connection.exec(sql), what);
    connection.close();
    assert.deepEqual(await store.audit.entries({ challenge: null, fromIndex: 0, limit: 10 }), contents);
    await store.close();
  }),
);
