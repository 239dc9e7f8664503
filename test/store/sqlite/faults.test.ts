import assert from 'node:assert/strict';
import { StatementSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { type Store, StoreUnavailable } from '../../../src/app/store-ports.ts';
import type { Challenge } from '../../../src/domain/challenge/challenge.ts';
import { openSqliteStore } from '../../../src/store/sqlite/store.ts';
import { auditedContents, create, decide } from './journeys.ts';
import { withPath } from './temporary-store.ts';

type Fault = {
  readonly errcode: number;
  readonly errstr: string;
  /** Whether the statement was carried out all the same: its answer was lost on the way. */
  readonly carriedOut: boolean;
};

const FAULTS: readonly Fault[] = [
  { errcode: 10, errstr: 'disk I/O error', carriedOut: false },
  { errcode: 10, errstr: 'disk I/O error', carriedOut: true },
  { errcode: 13, errstr: 'database or disk is full', carriedOut: false },
  { errcode: 5, errstr: 'database is locked', carriedOut: false },
];

/** From now on the nth statement fails, once. Answers how many were run. */
function failAt(t: TestContext, nth: number, fault: Fault): () => number {
  let count = 0;
  for (const name of ['run', 'get', 'all'] as const) {
    const original = StatementSync.prototype[name];
    t.mock.method(StatementSync.prototype, name, function failing(this: StatementSync, ...values: unknown[]) {
      count += 1;
      if (count !== nth) return Reflect.apply(original, this, values);
      if (fault.carriedOut) Reflect.apply(original, this, values);
      throw Object.assign(new Error(fault.errstr), { errcode: fault.errcode, errstr: fault.errstr });
    });
  }
  return () => count;
}

type Told = { readonly created: Set<string>; readonly decided: Set<string>; unavailable: number };

/** Counts the step where it was acknowledged; where not, it must be for want of a medium. */
async function told<T>(counts: Told, step: Promise<T>, then: (value: T) => void): Promise<void> {
  try {
    then(await step);
  } catch (error) {
    assert(error instanceof StoreUnavailable, `not ${String(error)}`);
    counts.unavailable += 1;
  }
}

/** Three pending challenges end while three others begin, all in one group; then one more after them. */
async function work(store: Store, pending: readonly Challenge[], counts: Told): Promise<void> {
  const begin = () => told(counts, create(store), ({ id }) => counts.created.add(id));
  const end = (challenge: Challenge) =>
    told(counts, decide(store, challenge), () => counts.decided.add(challenge.id));
  await Promise.all([...pending.map(end), begin(), begin(), begin()]);
  await begin();
}

for (const fault of FAULTS) {
  const kind = `"${fault.errstr}"${fault.carriedOut ? ', though it was carried out' : ''}`;
  test(
    `whichever statement fails with ${kind}: all or nothing, everybody is told, and the store works on`,
    withPathAndContext(async (t, path) => {
      let statements = Number.POSITIVE_INFINITY;
      for (let nth = 1; nth <= statements; nth++) {
        const store = await openSqliteStore({ path, serving: true });
        const pending = [await create(store), await create(store), await create(store)];
        const counts: Told = { created: new Set(), decided: new Set(), unavailable: 0 };
        const executed = failAt(t, nth, fault);
        await work(store, pending, counts);
        statements = executed();
        t.mock.restoreAll();
        assert(counts.unavailable > 0 || nth > statements, `statement ${nth} failed and nobody was told`);

        const after = await create(store);
        counts.created.add(after.id);
        await store.ping();
        await store.close();
        const contents = auditedContents(path);
        assert(counts.created.isSubsetOf(contents.challenges));
        assert(counts.decided.isSubsetOf(contents.decided));
      }
      assert(statements > 30, `${statements} statements`);
    }),
  );
}

function withPathAndContext(body: (t: TestContext, path: string) => Promise<void>) {
  return (t: TestContext): Promise<void> => withPath((path) => body(t, path))();
}
