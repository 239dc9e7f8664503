import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { LogDamage } from '../../../src/app/log-damage.ts';
import { verifyLog } from '../../../src/app/verify-log.ts';
import { openPostgresStore } from '../../../src/store/postgres/store.ts';
import { forgetfulCheckpoint } from '../../../src/system/checkpoint-file.ts';
import { begunLog } from '../../app/begun-log.ts';
import { serviceForTests } from '../../app/service-for-tests.ts';
import { fillLog } from '../../app/whole-log.ts';
import { startPostgres, type TestPostgres } from '../../postgres-for-tests.ts';

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

/** What is done to the database, and what is found of it. */
const TAMPERED: readonly (readonly [string, Partial<LogDamage>])[] = [
  [
    `UPDATE audit_entries SET entry = convert_to(replace(convert_from(entry, 'UTF8'), '"test"', '"tess"'), 'UTF8')
     WHERE entry_index = 9`,
    { type: 'entry_altered', index: 9 },
  ],
  ['DELETE FROM audit_entries WHERE entry_index = 9', { type: 'entry_missing', index: 9 }],
  [
    `UPDATE audit_entries SET sealed_disclosures = set_byte(sealed_disclosures, 20, get_byte(sealed_disclosures, 20) # 1)
     WHERE entry_index = 3`,
    { type: 'disclosure_altered', index: 3 },
  ],
  [
    `UPDATE audit_entries SET subtree_hashes = set_byte(subtree_hashes, 40, get_byte(subtree_hashes, 40) # 1)
     WHERE entry_index = 7`,
    { type: 'tree_altered', index: 6, last: 7 },
  ],
  [`UPDATE audit_entries SET challenge = NULL WHERE entry_index = 5`, { type: 'filed_elsewhere', index: 5 }],
  [`UPDATE challenges SET status = 'failed' WHERE status = 'passed'`, { type: 'verdict_differs' }],
  [
    `UPDATE challenges SET status = 'passed', reason = 'answered', decided_at = 1, sealed_questions = NULL
     WHERE status = 'pending'`,
    { type: 'verdict_unlogged' },
  ],
  ['UPDATE audit_state SET size = size - 1', { type: 'state_differs' }],
  [`UPDATE checkpoints SET note = replace(note, '\u2014 ', '\u2014 x')`, { type: 'checkpoint_broken' }],
  ['UPDATE signing_keys SET number = number + 7', { type: 'keys_differ' }],
];

test('what is done to a log on PostgreSQL is found, and its entry named', async (context) => {
  const url = await server.createDatabase();
  const store = await openPostgresStore(url);
  context.after(() => store.close());
  const service = await serviceForTests(context, { store });
  const outside = forgetfulCheckpoint();
  await fillLog(service, await begunLog(service, outside));
  const verify = () =>
    verifyLog(service, { outside, from: null, stampHolds: () => false, progress: () => undefined });
  const whole = await verify();
  assert.ok(whole.ok, JSON.stringify(whole));
  assert.deepEqual([whole.value.checkpoints, whole.value.signed], [4, whole.value.size]);
  const tables = ['audit_entries', 'audit_state', 'challenges', 'checkpoints', 'signing_keys'];
  for (const table of tables) {
    await server.query(url, `CREATE TABLE saved_${table} AS TABLE ${table}`);
    await server.query(url, `ALTER TABLE ${table} DISABLE TRIGGER ALL`);
  }
  for (const [sql, damage] of TAMPERED) {
    await server.query(url, sql);
    const result = await verify();
    assert.ok(!result.ok, sql);
    assert.partialDeepStrictEqual(result.error, damage, sql);
    for (const table of tables) {
      await server.query(url, `DELETE FROM ${table}`);
      await server.query(url, `INSERT INTO ${table} OVERRIDING SYSTEM VALUE TABLE saved_${table}`);
    }
  }
  assert.ok((await verify()).ok);
});
