import {
  type ChallengeStore,
  type DeliveryStore,
  type Store,
  StoreUnavailable,
} from '../../app/store-ports.ts';
import { readMigrations } from '../migrations/read-migrations.ts';
import { StoreRefused } from '../store-refused.ts';
import { AuditAppender } from './audit-appender.ts';
import { auditLog } from './audit-log.ts';
import {
  challengeById,
  challengeByToken,
  challengesOfPhone,
  dueChallenges,
  listChallenges,
} from './challenges.ts';
import { checkpointStore } from './checkpoints.ts';
import { findClient } from './clients.ts';
import { commitChange } from './commit-change.ts';
import { connect, Database } from './database.ts';
import { prepareDatabaseFile } from './database-file.ts';
import {
  claimDeliveries,
  deliveriesOf,
  endLeases,
  findDelivery,
  listDeliveries,
  nextDueDelivery,
  overrideDelivery,
  settleDelivery,
} from './deliveries.ts';
import { figureStore } from './figures.ts';
import { GroupCommit } from './group-commit.ts';
import { findIdempotent, forgetIdempotent } from './idempotency.ts';
import { keyStore } from './keys.ts';
import { logRows } from './log-rows.ts';
import { migrate } from './migrate.ts';
import { privacyStore } from './privacy.ts';
import { recordView } from './record-view.ts';
import { secretStore } from './secrets.ts';
import { lockForServing, type ServingLock } from './serving-lock.ts';
import { sessionStore } from './sessions.ts';
import { breaksUniqueness, isDamage, mediumFailed, unavailable } from './sqlite-errors.ts';

const MIGRATIONS = new URL('../migrations/sqlite/', import.meta.url);

/** Records that one transaction forgets: the next group waits no longer than for these. */
const FORGET_AT_ONCE = 500;

const BEAT = 'UPDATE pulse SET beats = beats + 1';

export type SqliteStoreOptions = {
  /** Of the database file; it and its directory are created where they are not there. */
  readonly path: string;
  /** Whether this process serves from it, as only one may; commands beside it do not. */
  readonly serving: boolean;
};

/**
 * Opens the embedded store: checked for durability, and brought to the newest schema.
 * @throws StoreRefused where it cannot be used as it is, with one sentence for the operator.
 * @throws StoreUnavailable where the medium failed.
 */
export async function openSqliteStore({ path, serving }: SqliteStoreOptions): Promise<Store> {
  const file = locate(path);
  const lock = serving ? lockForServing(file) : null;
  try {
    const database = openDatabase(file);
    if (lock !== null) endLeasesIfReadable(database);
    return sqliteStore(database, lock);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** Where the rows cannot be read now, whoever asks for one is told; the leases then end by themselves. */
function endLeasesIfReadable(database: Database): void {
  try {
    database.transaction(() => endLeases(database));
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
  }
}

/** A store over a database that is open already. */
export function sqliteStore(database: Database, lock: ServingLock | null): Store {
  const appender = new AuditAppender(database);
  const group = new GroupCommit(database, appender);
  return {
    challenges: challengeStore(database, group, appender),
    deliveries: deliveryStore(database, group, appender),
    keys: keyStore(database, group, appender),
    audit: auditLog(database, group, appender),
    logRows: logRows(database),
    checkpoints: checkpointStore(database, group, appender),
    figures: figureStore(database),
    sessions: sessionStore(database, group),
    privacy: privacyStore(database, group, appender),
    secrets: secretStore(database, group),
    sharedSecrets: null,
    // A write, since a full disk still reads.
    ping: () =>
      group.run(() => {
        database.prepare(BEAT).run();
      }),
    close: async () => {
      group.drain();
      database.close();
      lock?.release();
    },
  };
}

function challengeStore(database: Database, group: GroupCommit, appender: AuditAppender): ChallengeStore {
  return {
    commit: async (change) => {
      try {
        return await group.run(() => commitChange(database, appender, change));
      } catch (error) {
        if (breaksUniqueness(error, 'challenges.token_hash')) return 'conflict';
        throw error;
      }
    },
    byToken: async (tokenHash) => database.read(() => challengeByToken(database, tokenHash)),
    byId: async (id) => database.read(() => challengeById(database, id)),
    byIds: async (ids) => database.read(() => ids.flatMap((id) => challengeById(database, id) ?? [])),
    client: async (channel, ref) => database.read(() => findClient(database, channel, ref)),
    list: async (query) => database.read(() => listChallenges(database, query)),
    ofPhone: async (query) => database.read(() => challengesOfPhone(database, query)),
    due: async (now, limit) => database.read(() => dueChallenges(database, now, limit)),
    recordView: (view) => group.run(() => recordView(database, appender, view)),
    idempotent: async (channel, key) => database.read(() => findIdempotent(database, channel, key)),
    forgetIdempotent: async (now) => {
      let forgotten = 0;
      for (;;) {
        const more = await group.run(() => forgetIdempotent(database, now, FORGET_AT_ONCE));
        forgotten += more;
        if (more < FORGET_AT_ONCE) return forgotten;
      }
    },
  };
}

function deliveryStore(database: Database, group: GroupCommit, appender: AuditAppender): DeliveryStore {
  return {
    claim: (claim) => group.run(() => claimDeliveries(database, claim)),
    settle: (next, entry) =>
      group.run(() => {
        const settled = settleDelivery(database, next);
        if (settled && entry !== null) appender.append(entry);
        return settled;
      }),
    override: (before, next, entry) =>
      group.run(() => {
        const overridden = overrideDelivery(database, before, next);
        if (overridden && entry !== null) appender.append(entry);
        return overridden;
      }),
    nextDue: async (channel) => database.read(() => nextDueDelivery(database, channel)),
    ofChallenges: async (ids) => database.read(() => deliveriesOf(database, ids)),
    find: async (id) => database.read(() => findDelivery(database, id)),
    list: async (query) => database.read(() => listDeliveries(database, query)),
  };
}

function locate(path: string): string {
  try {
    return prepareDatabaseFile(path);
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new StoreRefused(
      `The database ${path} cannot be created or found${why}: check that its directory exists and belongs to the user that runs Countersign.`,
      { cause: error },
    );
  }
}

function openDatabase(file: string): Database {
  try {
    const connection = connect(file);
    try {
      migrate(connection, readMigrations(MIGRATIONS));
      return new Database(file, connection);
    } catch (error) {
      connection.close();
      throw error;
    }
  } catch (error) {
    if (isDamage(error)) {
      throw new StoreRefused(
        `The file ${file} is damaged or is no database: restore a backup in its place, or move it away to begin anew.`,
        { cause: error },
      );
    }
    throw mediumFailed(error) ? unavailable(error) : error;
  }
}
