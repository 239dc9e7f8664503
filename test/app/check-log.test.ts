import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { checkLog } from '../../src/app/check-log.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { checkpointFile } from '../../src/system/checkpoint-file.ts';
import { begunLog } from './begun-log.ts';
import { serviceForTests, type TestService } from './service-for-tests.ts';

/** A log of 22 entries that was signed, in files that a test can put back, cut and change while nothing has them open. */
async function signedLog(context: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-check-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const [path, outsidePath] = [join(folder, 'log.db'), join(folder, 'log.checkpoint')];
  const outside = checkpointFile(outsidePath);
  const opened = async <T>(work: (service: TestService) => Promise<T>): Promise<T> => {
    const store = await openSqliteStore({ path, serving: false });
    try {
      return await work(await serviceForTests(context, { store }));
    } finally {
      await store.close();
    }
  };
  const grow = (entries: number) =>
    opened(async (service) => {
      const log = await begunLog(service, outside);
      await log.grow(entries);
      await log.sign();
    });
  await grow(20);
  return {
    path,
    outsidePath,
    outside,
    grow,
    sql(statement: string) {
      const database = new DatabaseSync(path);
      database.exec(statement);
      database.close();
    },
    check: () => opened((service) => checkLog(service, outside)),
  };
}

const CUT = 'DROP TRIGGER audit_is_not_shortened; DROP TRIGGER audit_is_not_edited;';

test('a log that goes on from what was signed is sound, signed to its end or not', async (context) => {
  const log = await signedLog(context);
  assert.deepEqual(await log.check(), { ok: true, value: 'sound' });
  await log.grow(0);
  assert.deepEqual(await log.check(), { ok: true, value: 'sound' });
});

test('a new log needs nothing outside', async (context) => {
  const service = await serviceForTests(context);
  const outside = { read: async () => null, replace: async () => true };
  assert.deepEqual(await checkLog(service, outside), { ok: true, value: 'sound' });
});

test('an older copy of the database is found behind, by how many entries is told', async (context) => {
  const log = await signedLog(context);
  copyFileSync(log.path, `${log.path}.old`);
  await log.grow(7);
  copyFileSync(`${log.path}.old`, log.path);
  assert.deepEqual(await log.check(), { ok: false, error: { type: 'behind', size: 22, signed: 29 } });
});

test('a log whose end was cut off, its state with it, is found behind', async (context) => {
  const log = await signedLog(context);
  log.sql(`${CUT} DELETE FROM audit_entries WHERE entry_index >= 16;
    UPDATE audit_state SET size = 16, frontier_hashes =
      (SELECT substr(subtree_hashes, -32) FROM audit_entries WHERE entry_index = 15)`);
  assert.deepEqual(await log.check(), { ok: false, error: { type: 'behind', size: 16, signed: 22 } });
});

test('an older copy that was written to since has other entries than were signed', async (context) => {
  const log = await signedLog(context);
  copyFileSync(log.path, `${log.path}.old`);
  await log.grow(2);
  const newest = `${log.outsidePath}.newest`;
  copyFileSync(log.outsidePath, newest);
  copyFileSync(`${log.path}.old`, log.path);
  rmSync(log.outsidePath);
  await log.grow(9);
  copyFileSync(newest, log.outsidePath);
  assert.deepEqual(await log.check(), { ok: false, error: { type: 'differs', signed: 24 } });
});

test('a checkpoint outside that is gone, of another log, or changed by a bit is told apart', async (context) => {
  const log = await signedLog(context);
  const note = (await log.outside.read()) ?? '';
  const faultWith = async (text: string | null) => {
    if (text === null) rmSync(log.outsidePath);
    else await log.outside.replace(await log.outside.read(), text);
    const result = await log.check();
    return result.ok ? null : result.error.type;
  };
  assert.equal(await faultWith(note.replace('log.example', 'lag.example')), 'other_log');
  assert.equal(await faultWith(note.replace('\n22\n', '\n21\n')), 'outside_broken');
  assert.equal(await faultWith(`${note}x`), 'outside_broken');
  assert.equal(await faultWith(''), 'outside_broken');
  assert.equal(await faultWith(note), null);
  assert.equal(await faultWith(null), 'outside_missing');
});

test('an empty database beside the checkpoint of a full one is not begun', async (context) => {
  const log = await signedLog(context);
  rmSync(log.path);
  const result = await log.check();
  assert.ok(!result.ok && result.error.type === 'other_log');
});

test('a state that does not go with the entries is found', async (context) => {
  const log = await signedLog(context);
  log.sql(`UPDATE audit_state SET frontier_hashes = zeroblob(length(frontier_hashes))`);
  assert.deepEqual(await log.check(), { ok: false, error: { type: 'state_broken' } });
});
