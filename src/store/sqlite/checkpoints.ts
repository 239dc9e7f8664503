import type {
  AuditAppend,
  CheckpointStore,
  StoredCheckpoint,
  StoredSigningKey,
} from '../../app/log-ports.ts';
import { integer, nullable, text } from '../columns.ts';
import { readCheckpoint, readSigningKey } from '../rows.ts';
import type { AuditAppender } from './audit-appender.ts';
import type { Database } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

const ORIGIN = 'SELECT origin FROM audit_state';
const NAME = 'UPDATE audit_state SET origin = ? WHERE origin IS ?';

const KEYS = 'SELECT public_key, wrapped_seed FROM signing_keys ORDER BY number';
const COUNT_KEYS = 'SELECT count(*) AS keys FROM signing_keys';
const ADD_KEY = 'INSERT INTO signing_keys (number, public_key, wrapped_seed) VALUES (?, ?, ?)';
const RETIRE_KEYS = `
  UPDATE signing_keys SET wrapped_seed = NULL WHERE number < (SELECT max(number) FROM signing_keys)`;

const COLUMNS = 'SELECT size, note, cosignatures, timestamp_token FROM checkpoints';
const LATEST = `${COLUMNS} ORDER BY size DESC LIMIT 1`;
const VOUCHED = 'cosignatures >= ?2 AND substr(note, 1, length(?3)) = ?3 ORDER BY size LIMIT 1';
const COSIGNED = `${COLUMNS} WHERE cosignatures > 0 AND size >= ?1 AND ${VOUCHED}`;
const STAMPED = `${COLUMNS} WHERE timestamp_token IS NOT NULL AND size >= ?1 AND ${VOUCHED}`;
const FROM = `${COLUMNS} WHERE size >= ? ORDER BY size LIMIT ?`;
const PUT = `
  INSERT INTO checkpoints (size, note, cosignatures, timestamp_token) VALUES (?, ?, ?, ?)
  ON CONFLICT (size) DO UPDATE SET note = excluded.note, cosignatures = excluded.cosignatures,
    timestamp_token = excluded.timestamp_token`;

export function checkpointStore(
  database: Database,
  group: GroupCommit,
  appender: AuditAppender,
): CheckpointStore {
  const one = (sql: string, ...values: readonly (number | string)[]): StoredCheckpoint | null => {
    const row = database.prepare(sql).get(...values);
    return row === undefined ? null : readCheckpoint(row);
  };
  return {
    origin: async () => database.read(() => nullable(text, database.prepare(ORIGIN).get() ?? {}, 'origin')),
    name: (origin, instead) => group.run(() => database.prepare(NAME).run(origin, instead).changes === 1),
    signingKeys: async () => database.read(() => database.prepare(KEYS).all().map(readSigningKey)),
    addSigningKey: (key, after, entry) => group.run(() => addKey(database, appender, key, after, entry)),
    retireSigningKeys: () =>
      group.run(() => {
        database.prepare(RETIRE_KEYS).run();
      }),
    latest: async () => database.read(() => one(LATEST)),
    vouchedFor: async ({ origin, atLeast, cosignatures, isStamped }) =>
      database.read(() => one(isStamped ? STAMPED : COSIGNED, atLeast, cosignatures, `${origin}\n`)),
    list: async (fromSize, limit) =>
      database.read(() => database.prepare(FROM).all(fromSize, limit).map(readCheckpoint)),
    put: ({ size, note, cosignatures, timestamp }) =>
      group.run(() => {
        database.prepare(PUT).run(size, note, cosignatures, timestamp);
      }),
  };
}

function addKey(
  database: Database,
  appender: AuditAppender,
  { publicKey, wrappedSeed }: StoredSigningKey,
  after: number,
  entry: AuditAppend,
): boolean {
  if (integer(database.prepare(COUNT_KEYS).get() ?? {}, 'keys') !== after) return false;
  database.prepare(ADD_KEY).run(after, publicKey, wrappedSeed);
  appender.append(entry);
  return true;
}
