import type { ChallengeStore, DeliveryStore, Store } from '../../app/store-ports.ts';
import { StoreRefused } from '../store-refused.ts';
import { auditLog } from './audit-log.ts';
import {
  challengeById,
  challengeByToken,
  challengesByIds,
  challengesOfPhone,
  dueChallenges,
  listChallenges,
} from './challenges.ts';
import { checkpointStore } from './checkpoints.ts';
import { findClient } from './clients.ts';
import { commitChange } from './commit-change.ts';
import { Connection, type Statement } from './connection.ts';
import { Database } from './database.ts';
import {
  claimDeliveries,
  deliveriesOf,
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
import { breaksUniqueness } from './postgres-errors.ts';
import { prepareDatabase } from './prepare-database.ts';
import { privacyStore } from './privacy.ts';
import { recordView } from './record-view.ts';
import { secretStore } from './secrets.ts';
import { sessionStore } from './sessions.ts';
import { sharedSecrets } from './shared-secrets.ts';

/** Records that one transaction forgets. */
const FORGET_AT_ONCE = 500;

const BEAT: Statement = { name: 'pulse-beat', text: 'UPDATE pulse SET beats = beats + 1' };

/**
 * Opens the store that several instances share: checked for durability, and brought to the newest schema.
 * @param url `postgres://user:password@host:port/database`; libpq's parameters, such as sslmode, may follow.
 * @throws StoreRefused where it cannot be used as it is, with one sentence for the operator.
 * @throws StoreUnavailable where the server cannot be reached.
 */
export async function openPostgresStore(url: string): Promise<Store> {
  const connection = await Connection.open(url);
  try {
    await prepareDatabase(connection);
    await refuseUnfinishedCopy(connection);
  } finally {
    await connection.close();
  }
  return postgresStore(new Database(url));
}

const COPYING: Statement = { name: 'copy-begun', text: 'SELECT FROM copy_under_way' };

async function refuseUnfinishedCopy(connection: Connection): Promise<void> {
  if ((await connection.run(COPYING)).rows.length === 0) return;
  throw new StoreRefused(
    'A copy into this database was not completed: run countersign store copy again, which goes on where it was.',
  );
}

function postgresStore(database: Database): Store {
  const group = new GroupCommit(database);
  return {
    challenges: challengeStore(database, group),
    deliveries: deliveryStore(database, group),
    keys: keyStore(database, group),
    audit: auditLog(database, group),
    logRows: logRows(database),
    checkpoints: checkpointStore(database, group),
    figures: figureStore(database),
    sessions: sessionStore(database),
    privacy: privacyStore(database, group),
    secrets: secretStore(database, group),
    sharedSecrets: sharedSecrets(database),
    // A write, since a full disk still reads.
    ping: async () => {
      await database.write(BEAT, []);
    },
    close: async () => {
      await group.drain();
      await database.close();
    },
  };
}

function challengeStore(database: Database, group: GroupCommit): ChallengeStore {
  return {
    commit: async (change) => {
      try {
        return await group.run(commitChange(change));
      } catch (error) {
        if (breaksUniqueness(error, 'challenges_token')) return 'conflict';
        throw error;
      }
    },
    byToken: (tokenHash) => challengeByToken(database, tokenHash),
    byId: (id) => challengeById(database, id),
    byIds: (ids) => challengesByIds(database, ids),
    client: (channel, ref) => findClient(database, channel, ref),
    list: (query) => listChallenges(database, query),
    ofPhone: (query) => challengesOfPhone(database, query),
    due: (now, limit) => dueChallenges(database, now, limit),
    recordView: (view) => group.run(recordView(view)),
    idempotent: (channel, key) => findIdempotent(database, channel, key),
    forgetIdempotent: async (now) => {
      let forgotten = 0;
      for (;;) {
        const more = await forgetIdempotent(database, now, FORGET_AT_ONCE);
        forgotten += more;
        if (more < FORGET_AT_ONCE) return forgotten;
      }
    },
  };
}

function deliveryStore(database: Database, group: GroupCommit): DeliveryStore {
  return {
    claim: (claim) => claimDeliveries(database, claim),
    settle: (next, entry) => group.run(settleDelivery(next, entry)),
    override: (before, next, entry) => group.run(overrideDelivery(before, next, entry)),
    nextDue: (channel) => nextDueDelivery(database, channel),
    ofChallenges: (ids) => deliveriesOf(database, ids),
    find: (id) => findDelivery(database, id),
    list: (query) => listDeliveries(database, query),
  };
}
