import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { APPLICATION_ID, connect, Database } from '../../../src/store/sqlite/database.ts';
import { prepareDatabaseFile } from '../../../src/store/sqlite/database-file.ts';
import { GroupCommit, type Tail } from '../../../src/store/sqlite/group-commit.ts';
import { withPath } from './temporary-store.ts';

const NO_TAIL: Tail = { flush: () => undefined, forget: () => undefined };

type Bench = { readonly group: GroupCommit; readonly database: Database; transactions(): number };

/** A group over a database with one table of numbers; counts its transactions. */
const withGroup = (body: (bench: Bench) => Promise<void>) => (t: TestContext) =>
  withPath(async (path) => {
    const connection = connect(prepareDatabaseFile(path));
    connection.exec('CREATE TABLE numbers (position INTEGER PRIMARY KEY, value INTEGER UNIQUE) STRICT');
    connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
    const database = new Database(path, connection);
    const { mock } = t.mock.method(database, 'transaction');
    try {
      await body({
        group: new GroupCommit(database, NO_TAIL),
        database,
        transactions: () => mock.callCount(),
      });
    } finally {
      database.close();
    }
  })();

const insert = (database: Database, value: number) => () => {
  database.prepare('INSERT INTO numbers (value) VALUES (?)').run(value);
  return value;
};

const valuesIn = (database: Database): readonly unknown[] =>
  database
    .read(() => database.prepare('SELECT value FROM numbers ORDER BY position').all())
    .map((row) => row['value']);

test(
  'what is asked for in one turn shares one transaction, in the order in which it was asked for',
  withGroup(async ({ group, database, transactions }) => {
    const values = Array.from({ length: 100 }, (_, position) => 1000 - position);
    assert.deepEqual(await Promise.all(values.map((value) => group.run(insert(database, value)))), values);
    assert.equal(transactions(), 1);
    assert.deepEqual(valuesIn(database), values);
  }),
);

test(
  'what is asked for in another turn waits for another transaction',
  withGroup(async ({ group, database, transactions }) => {
    const first = group.run(insert(database, 1));
    await nextTurn();
    const second = group.run(insert(database, 2));
    await Promise.all([first, second]);
    assert.equal(transactions(), 2);
  }),
);

test(
  'as long as each turn brings more, it shares the transaction: over four turns, and no more',
  withGroup(async ({ group, transactions, database }) => {
    const asked: Promise<number>[] = [];
    for (let turn = 0; turn < 8; turn++) {
      asked.push(group.run(insert(database, 2 * turn)), group.run(insert(database, 2 * turn + 1)));
      await nextTurn();
    }
    await Promise.all(asked);
    assert.equal(transactions(), 2);
  }),
);

test(
  'one alone is not kept waiting for others',
  withGroup(async ({ group, transactions, database }) => {
    const asked: Promise<number>[] = [];
    for (let turn = 0; turn < 3; turn++) {
      asked.push(group.run(insert(database, turn)));
      await nextTurn();
    }
    await Promise.all(asked);
    assert.equal(transactions(), 3);
  }),
);

test(
  'a flood is spread over turns, so that other work gets between',
  withGroup(async ({ group, database, transactions }) => {
    const values = Array.from({ length: 3000 }, (_, value) => value);
    await Promise.all(values.map((value) => group.run(insert(database, value))));
    assert.equal(transactions(), 3);
    assert.deepEqual(valuesIn(database), values);
  }),
);

test(
  'nobody is answered before the commit has returned',
  withGroup(async ({ group, database }) => {
    const seen: string[] = [];
    const asked = group.run(() => {
      insert(database, 1)();
      queueMicrotask(() => seen.push('written'));
    });
    await asked.then(() => seen.push('answered'));
    assert.deepEqual(seen, ['written', 'answered']);
    const beside = connect(
      database.read(() => String(database.prepare('PRAGMA database_list').get()?.['file'])),
    );
    assert.equal(beside.prepare('SELECT count(*) AS n FROM numbers').get()?.['n'], 1);
    beside.close();
  }),
);

test(
  'a job that is wrong fails alone: nothing of it is stored, and all others are',
  withGroup(async ({ group, database }) => {
    const mistake = new TypeError('a bug');
    const outcomes = await Promise.allSettled([
      group.run(insert(database, 1)),
      group.run(() => {
        insert(database, 2)();
        throw mistake;
      }),
      group.run(insert(database, 1)),
      group.run(insert(database, 3)),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    assert.equal(outcomes[1]?.status === 'rejected' && outcomes[1].reason, mistake);
    assert.deepEqual(valuesIn(database), [1, 3]);
  }),
);

test(
  'a medium that fails fails everybody in the group, whatever place they had, and the next group works',
  withGroup(async ({ group, database }) => {
    const failure = Object.assign(new Error('disk I/O error'), { errcode: 10, errstr: 'disk I/O error' });
    const outcomes = await Promise.allSettled([
      group.run(insert(database, 1)),
      group.run(() => {
        throw failure;
      }),
      group.run(insert(database, 2)),
    ]);
    for (const outcome of outcomes) {
      assert(outcome.status === 'rejected' && outcome.reason instanceof StoreUnavailable);
      assert.equal(outcome.reason.cause, failure);
    }
    assert.deepEqual(valuesIn(database), []);
    await group.run(insert(database, 4));
    assert.deepEqual(valuesIn(database), [4]);
  }),
);

test(
  'draining writes what waits at once',
  withGroup(async ({ group, database }) => {
    const asked = group.run(insert(database, 1));
    group.drain();
    assert.deepEqual(valuesIn(database), [1]);
    assert.equal(await asked, 1);
  }),
);
