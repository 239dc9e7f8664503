import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { AuditAppend } from '../src/app/log-ports.ts';
import type { Change, Store, View } from '../src/app/store-ports.ts';
import { newToken } from '../src/app/token.ts';
import { traveller } from '../src/cli/loadtest/journey.ts';
import { simulatedClient } from '../src/cli/loadtest/simulated-client.ts';
import type { Delivery } from '../src/domain/delivery/delivery.ts';
import { makeId } from '../src/kernel/ids.ts';
import { instant } from '../src/kernel/instant.ts';
import { connect, Database } from '../src/store/sqlite/database.ts';
import { sqliteStore } from '../src/store/sqlite/store.ts';
import type { Pair } from './harness/context.ts';
import { startPlatform } from './processes/platform.ts';
import { DATABASE_NAME, runService } from './service-under-test.ts';

/** Journeys in one transaction while a store is filled. */
const AT_ONCE = 1000;
const CACHE_KIBIBYTES = 2 * 1024 * 1024;

export type Filling = {
  readonly folder: string;
  readonly tls: Pair;
  /** Journeys to be stored, the first one included. */
  readonly count: number;
  readonly progress: (stored: number) => void;
};

/**
 * A database as it is after `count` journeys of as many clients. The first one is made by the service itself; all
 * others are copies of what that one had stored at its end, each with ids of its own, so that rows, indexes and log
 * are as large as life. What is sealed in them opens for the first one only.
 */
export async function fillStore({ folder, tls, count, progress }: Filling): Promise<void> {
  const last = await lastStateOfOneJourney(folder, tls);
  const path = join(folder, DATABASE_NAME);
  const connection = connect(path);
  // Whoever fills a store begins anew after a crash.
  connection.exec(`PRAGMA synchronous = OFF; PRAGMA cache_size = -${CACHE_KIBIBYTES}`);
  const store = sqliteStore(new Database(path, connection), null);
  try {
    for (let stored = 1; stored < count; ) {
      const next = Math.min(stored + AT_ONCE, count);
      const copies = Array.from({ length: next - stored }, (_, nth) => copyOf(last, stored + nth, count));
      const outcomes = await Promise.all(copies.map((copy) => store.challenges.commit(copy)));
      if (outcomes.includes('conflict')) throw new Error('two copies of a journey have the same names');
      stored = next;
      progress(stored);
    }
    connection.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    await store.close();
  }
}

type Captured = {
  readonly changes: Change[];
  readonly views: View[];
  readonly settled: Delivery[];
  /** Of what became of deliveries. */
  readonly entries: AuditAppend[];
};

/** Everything that one journey leaves, as the one change that would have stored it at once. */
async function lastStateOfOneJourney(folder: string, tls: Pair): Promise<Change> {
  const captured: Captured = { changes: [], views: [], settled: [], entries: [] };
  const heard = Promise.withResolvers<void>();
  const platform = await startPlatform(() => heard.resolve());
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const service = await runService({ folder, tls, platformUrl: platform.url, log }, (store) =>
    capturing(store, captured),
  );
  const person = traveller(service, 1);
  const outcome = await person.go(simulatedClient('stored', 0), () => undefined);
  if (!outcome.ok) throw new Error(`the journey to copy failed: ${outcome.error}`);
  await heard.promise;
  await person.close();
  // Settles what the platform has just taken.
  await service.close();
  await platform.close();
  return inOneChange(captured);
}

function capturing(store: Store, { changes, views, settled, entries }: Captured): Store {
  return {
    ...store,
    challenges: {
      ...store.challenges,
      commit: (change) => {
        changes.push(change);
        return store.challenges.commit(change);
      },
      recordView: (view) => {
        views.push(view);
        return store.challenges.recordView(view);
      },
    },
    deliveries: {
      ...store.deliveries,
      settle: (next, entry) => {
        settled.push(next);
        if (entry !== null) entries.push(entry);
        return store.deliveries.settle(next, entry);
      },
    },
  };
}

function inOneChange({ changes, views, settled, entries }: Captured): Change {
  const [created] = changes;
  const client = changes.findLast((change) => change.client !== null)?.client?.next;
  const challenge = changes.at(-1)?.challenges[0]?.next;
  if (created === undefined || client === undefined || challenge === undefined) {
    throw new Error('the journey to copy was not stored as it used to be');
  }
  const audit = [
    ...created.audit,
    ...views.map(({ entry }) => entry),
    ...changes.slice(1).flatMap((each) => each.audit),
    ...entries,
  ];
  return {
    ...created,
    client: { expectedVersion: 0, next: client },
    newChallenge: challenge,
    challenges: [],
    audit,
    deliveries: settled,
    idempotency: null,
  };
}

/** The same journey of another client, some time before: wherever one of its names stands, the copy has one of its own. */
function copyOf(change: Change, nth: number, count: number): Change {
  const { client, newChallenge, deliveries } = change;
  const names = new Map<unknown, unknown>();
  if (client !== null) names.set(client.next.ref, evenlySpread(nth, count));
  if (newChallenge !== null) {
    const at = instant(newChallenge.lifecycle.createdAt - count + nth);
    names.set(newChallenge.id, makeId('challenge', at, randomBytes(10)));
    names.set(newChallenge.tokenHash, newToken({ bytes: randomBytes }, at).hash);
  }
  for (const { id, createdAt } of deliveries)
    names.set(id, makeId('delivery', instant(createdAt - count + nth), randomBytes(10)));
  return renamed(change, names);
}

/**
 * The nth of `count` pseudonyms that are spread evenly over all there are, as hashes are. In ascending order, so that
 * filling an index is quick; whatever comes later falls between them at random.
 */
function evenlySpread(nth: number, count: number): string {
  const value = randomBytes(16);
  value.writeUIntBE(Math.floor((nth / count) * 2 ** 48), 0, 6);
  return value.toString('hex');
}

/** A deep copy of plain values in which each key of `names` stands as what it maps to. */
function renamed<T>(value: T, names: ReadonlyMap<unknown, unknown>): T {
  if (names.has(value)) return names.get(value) as T;
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, names)) as T;
  // The prototype of what is copied is that of a plain object.
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, names)])) as T;
}
