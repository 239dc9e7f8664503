import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { create, decide } from './journeys.ts';
import { withPath } from './temporary-store.ts';

const COLUMNS = 'entry_index, at, type, channel, challenge, verdict, reason';

const REFUSED: readonly (readonly [string, string])[] = [
  ['an edited entry', `UPDATE audit SET verdict = 'failed' WHERE verdict = 'passed'`],
  ['an edit that changes nothing', 'UPDATE audit SET at = at'],
  ['a deleted entry', 'DELETE FROM audit WHERE entry_index = 1'],
  ['a shortened log', 'DELETE FROM audit WHERE entry_index = 3'],
  ['an emptied log', 'DELETE FROM audit'],
  ['a replaced entry', `REPLACE INTO audit SELECT ${COLUMNS} FROM audit WHERE entry_index = 1`],
  [
    'an entry after a gap',
    `INSERT INTO audit SELECT 5, at, type, channel, challenge, verdict, reason FROM audit LIMIT 1`,
  ],
  [
    'an entry before the last one in time',
    `INSERT INTO audit SELECT 4, at - 1, type, channel, challenge, verdict, reason FROM audit LIMIT 1`,
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
