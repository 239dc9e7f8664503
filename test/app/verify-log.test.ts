import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { addSigningKey } from '../../src/app/add-signing-key.ts';
import type { LogDamage } from '../../src/app/log-damage.ts';
import { type Verification, type VerifiedLog, verifyLog } from '../../src/app/verify-log.ts';
import {
  append,
  EMPTY_TREE,
  frontierBytes,
  leafHash,
  subtreeBytes,
} from '../../src/domain/audit/merkle-tree.ts';
import type { Result } from '../../src/kernel/result.ts';
import { openSqliteStore } from '../../src/store/sqlite/store.ts';
import { checkpointFile } from '../../src/system/checkpoint-file.ts';
import { begunLog } from './begun-log.ts';
import { answeredChallenge } from './evidence-journey.ts';
import { serviceForTests, type TestService } from './service-for-tests.ts';
import { fillLog } from './whole-log.ts';

const SECRET = new Uint8Array(32).fill(5);

/** Hundreds of copies are made of a small file: in memory where there is such a place. */
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

type Row = Record<string, SQLInputValue>;

/** A log with an entry of nearly every kind, signed, in a file that a test can change while nothing has it open. */
async function filledLog(context: TestContext) {
  const folder = mkdtempSync(join(PLACE, 'countersign-verify-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const [path, saved, outsidePath] = ['log.db', 'saved.db', 'log.checkpoint'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const outside = checkpointFile(outsidePath);
  const opened = async <T>(work: (service: TestService) => Promise<T>): Promise<T> => {
    const store = await openSqliteStore({ path, serving: false });
    try {
      return await work(await serviceForTests(context, { store, secret: SECRET }));
    } finally {
      await store.close();
    }
  };
  await opened(async (service) => fillLog(service, await begunLog(service, outside)));
  copyFileSync(path, saved);
  const verify = (changes: Partial<Verification> = {}): Promise<Result<VerifiedLog, LogDamage>> =>
    opened((service) =>
      verifyLog(service, {
        outside,
        from: null,
        stampHolds: () => false,
        progress: () => undefined,
        ...changes,
      }),
    );
  /** Works on the database as whoever holds the file can: no trigger and no rule of the schema stops it. */
  const tamper = <T>(work: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(path, { enableForeignKeyConstraints: false });
    try {
      database.exec('PRAGMA ignore_check_constraints = ON');
      for (const { name } of database
        .prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`)
        .all()) {
        database.exec(`DROP TRIGGER ${String(name)}`);
      }
      return work(database);
    } finally {
      database.close();
    }
  };
  return {
    path,
    outside,
    outsidePath,
    opened,
    verify,
    tamper,
    restore: () => copyFileSync(saved, path),
    /** What is found of a change, which is then taken back. */
    async found(what: string, work: (database: DatabaseSync) => void): Promise<LogDamage> {
      tamper(work);
      const result = await verify();
      copyFileSync(saved, path);
      if (result.ok) assert.fail(`not found: ${what}`);
      return result.error;
    },
  };
}

/** The last entry that may be the one at fault. */
const lastOf = (damage: LogDamage & { readonly index: number | null }): number =>
  'last' in damage ? damage.last : 'size' in damage ? damage.size - 1 : (damage.index ?? -1);

type FilledLog = Awaited<ReturnType<typeof filledLog>>;

const rowsOf = (log: FilledLog, table: string): readonly Row[] =>
  log.tamper((database) =>
    database.prepare(`SELECT rowid AS place, * FROM ${table} ORDER BY 1`).all(),
  ) as Row[];

/** Another value of the same kind, in a single bit where it is bytes or text. */
function altered(value: SQLInputValue | undefined, column: string, turn: number): SQLInputValue {
  if (value === null || value === undefined)
    return /token|sealed|seed/.test(column) ? new Uint8Array([turn]) : 'x';
  if (typeof value === 'number') return /index|size|number/.test(column) ? value + 1_000 : value + 1;
  if (typeof value === 'string') {
    const place = turn % value.length;
    return value.slice(0, place) + String.fromCharCode(value.charCodeAt(place) ^ 1) + value.slice(place + 1);
  }
  if (!(value instanceof Uint8Array)) throw new Error(`a value of another kind in ${column}`);
  if (value.byteLength === 0) return Uint8Array.of(turn);
  const copy = Uint8Array.from(value);
  copy[turn % copy.byteLength] = (copy[turn % copy.byteLength] ?? 0) ^ (1 << (turn & 7));
  return copy;
}

test('a log with everything in it holds, from its first entry or from any checkpoint', async (context) => {
  const log = await filledLog(context);
  const whole = await log.verify();
  assert.ok(whole.ok, JSON.stringify(whole));
  const { size, checkpoints, signed, kept, erased, verdicts, times } = whole.value;
  assert.deepEqual([size > 30, checkpoints, signed, erased], [true, 4, size, 4]);
  assert.ok(kept > 15 && verdicts >= 6 && times !== null);
  const notes = await log.opened(({ store }) => store.checkpoints.list(0, 10));
  for (const { note, size: from } of notes) {
    const later = await log.verify({ from: note });
    assert.ok(later.ok, JSON.stringify(later));
    assert.deepEqual([later.value.from, later.value.size], [from, size]);
  }
});

test('every column of every row of the log, altered by a bit or a number, is found, and its entry named', async (context) => {
  const log = await filledLog(context);
  let turn = 7;
  for (const table of ['audit_entries', 'audit_state', 'signing_keys', 'checkpoints']) {
    for (const { place, ...row } of rowsOf(log, table)) {
      for (const [column, value] of Object.entries(row)) {
        turn += 13;
        const what = `${table}.${column} of row ${place}`;
        const damage = await log.found(what, (database) =>
          database
            .prepare(`UPDATE ${table} SET ${column} = ? WHERE rowid = ?`)
            .run(altered(value, column, turn), Number(place)),
        );
        if (table !== 'audit_entries') continue;
        assert.ok('index' in damage && damage.index !== null, `${what}: ${JSON.stringify(damage)}`);
        const last = lastOf(damage);
        assert.ok(
          damage.index <= Number(place) && Number(place) <= last,
          `${what}: ${JSON.stringify(damage)}`,
        );
      }
    }
  }
});

test('a deleted entry, two that changed places, and one that is put in are found at their index', async (context) => {
  const log = await filledLog(context);
  const { length: size } = rowsOf(log, 'audit_entries');
  const swapped = (one: number, other: number) => (database: DatabaseSync) =>
    database.exec(`
      UPDATE audit_entries SET entry_index = -1 WHERE entry_index = ${one};
      UPDATE audit_entries SET entry_index = ${one} WHERE entry_index = ${other};
      UPDATE audit_entries SET entry_index = ${other} WHERE entry_index = -1`);
  for (let index = 0; index < size; index++) {
    const deleted = await log.found(`entry ${index} deleted`, (database) =>
      database.exec(`DELETE FROM audit_entries WHERE entry_index = ${index}`),
    );
    assert.partialDeepStrictEqual(deleted, { type: 'entry_missing', index });
    for (const other of [index + 1, index + 2, index + 8]) {
      if (other >= size) continue;
      const damage = await log.found(`entries ${index} and ${other} swapped`, swapped(index, other));
      assert.ok('index' in damage && damage.index !== null);
      const last = lastOf(damage);
      assert.ok(damage.index <= index && index <= last, `${index}, ${other}: ${JSON.stringify(damage)}`);
    }
  }
  const extra = await log.found('an entry put behind the last', (database) =>
    database.exec(`
      INSERT INTO audit_entries SELECT ${size}, challenge, verdict_channel, entry, subtree_hashes, sealed_disclosures
      FROM audit_entries WHERE entry_index = ${size - 1}`),
  );
  assert.deepEqual(extra, { type: 'state_differs', what: 'size' });
});

/** Makes hashes and state fit the entries again, as whoever knows how the log is made can. */
function rebuild(database: DatabaseSync): void {
  let tree = EMPTY_TREE;
  for (const { entry_index: index, entry } of database
    .prepare('SELECT entry_index, entry FROM audit_entries ORDER BY entry_index')
    .all()) {
    assert.ok(entry instanceof Uint8Array);
    const grown = append(tree, leafHash(entry));
    database
      .prepare('UPDATE audit_entries SET subtree_hashes = ? WHERE entry_index = ?')
      .run(subtreeBytes(grown.completed), Number(index));
    tree = grown.tree;
  }
  database
    .prepare('UPDATE audit_state SET size = ?, frontier_hashes = ?')
    .run(tree.size, frontierBytes(tree));
}

test('an edit that makes all hashes fit again is found by the checkpoint over it', async (context) => {
  const log = await filledLog(context);
  const rows = rowsOf(log, 'audit_entries');
  const sizes = rowsOf(log, 'checkpoints').map(({ size }) => Number(size));
  for (const { place } of rows) {
    const index = Number(place);
    const damage = await log.found(`entry ${index} rewritten`, (database) => {
      database.exec(`
        UPDATE audit_entries SET entry = CAST(replace(CAST(entry AS TEXT), '"build":"test"', '"build":"tess"') AS BLOB)
        WHERE entry_index = ${index}`);
      rebuild(database);
    });
    assert.ok(damage.type === 'checkpoint_differs', JSON.stringify(damage));
    assert.equal(
      damage.size,
      sizes.find((size) => size > index),
    );
    assert.ok(damage.index <= index);
  }
});

test('a tail that was cut off is found at its first entry, however well it is hidden', async (context) => {
  const log = await filledLog(context);
  const { length: size } = rowsOf(log, 'audit_entries');
  for (let left = 1; left < size; left++) {
    const cut = (database: DatabaseSync) => {
      database.exec(`DELETE FROM audit_entries WHERE entry_index >= ${left}`);
      rebuild(database);
      const last = database.prepare('SELECT entry FROM audit_entries ORDER BY entry_index DESC').get();
      const { time } = JSON.parse(Buffer.from(last?.['entry'] as Uint8Array).toString()) as { time: string };
      database.prepare('UPDATE audit_state SET last_time = ?').run(Date.parse(time));
    };
    const cutInside = await log.found(`cut to ${left}`, cut);
    assert.ok('index' in cutInside || cutInside.type === 'state_differs', JSON.stringify(cutInside));
    const hidden = await log.found(`cut to ${left} with its checkpoints`, (database) => {
      cut(database);
      database.exec(`DELETE FROM checkpoints WHERE size > ${left}; DELETE FROM challenges`);
    });
    const known = ['outside', 'state_differs', 'keys_differ', 'disclosure_missing', 'verdict_gone'];
    assert.ok(known.includes(hidden.type), JSON.stringify(hidden));
  }
});

test('an older copy of the database is found to lack what was signed since', async (context) => {
  const log = await filledLog(context);
  const size = rowsOf(log, 'audit_entries').length;
  await log.opened(async (service) => {
    const begun = await begunLog(service, log.outside);
    await begun.grow(5);
    await begun.sign();
  });
  log.restore();
  const result = await log.verify();
  assert.deepEqual(result, {
    ok: false,
    error: { type: 'outside', fault: { type: 'behind', size, signed: size + 5 } },
  });
});

test('verdicts and their entries go with one another, both ways', async (context) => {
  const log = await filledLog(context);
  const find = (sql: string) => log.found(sql, (database) => database.exec(sql));
  const some = `(SELECT id FROM challenges WHERE status = 'passed' LIMIT 1)`;
  for (const set of [
    `status = 'failed'`,
    `reason = 'deadline'`,
    'decided_at = decided_at + 1',
    `status = 'pending', reason = NULL, decided_at = NULL`,
  ]) {
    const damage = await find(`UPDATE challenges SET ${set} WHERE id = ${some}`);
    assert.ok(damage.type === 'verdict_differs' && damage.index > 0, JSON.stringify(damage));
  }
  const deleted = await find(`DELETE FROM challenges WHERE id = ${some}`);
  assert.ok('index' in deleted, JSON.stringify(deleted));
  const invented = await find(
    `UPDATE challenges SET status = 'passed', reason = 'answered', decided_at = 1 WHERE status = 'pending'`,
  );
  assert.equal(invented.type, 'verdict_unlogged');
});

test('a log is verified while a service writes to it, signs it and replaces its key', async (context) => {
  const log = await filledLog(context);
  await log.opened(async (service) => {
    const begun = await begunLog(service, log.outside);
    let isDone = false;
    const writing = (async () => {
      for (let round = 0; round < 12; round++) {
        await answeredChallenge(service, 'right', `busy ${round}`);
        if (round % 4 === 1) await addSigningKey(service, 2 + Math.floor(round / 4));
        await begun.sign();
      }
      isDone = true;
    })();
    const options = { outside: log.outside, from: null, stampHolds: () => false, progress: () => undefined };
    let verified = 0;
    while (!isDone || verified < 3) {
      const result = await verifyLog(service, options);
      assert.ok(result.ok, JSON.stringify(result));
      verified += 1;
    }
    await writing;
  });
});
