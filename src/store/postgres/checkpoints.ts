import type {
  AuditAppend,
  CheckpointStore,
  StoredCheckpoint,
  StoredSigningKey,
} from '../../app/log-ports.ts';
import { nullable, text } from '../columns.ts';
import { readCheckpoint, readSigningKey } from '../rows.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import type { GroupCommit, Job } from './group-commit.ts';
import { breaksUniqueness } from './postgres-errors.ts';
import { bytesOrNull, type RowStatement } from './rows-to-write.ts';

const ORIGIN: Statement = { name: 'origin', text: 'SELECT origin FROM audit_state' };
const NAME: Statement = {
  name: 'origin-name',
  text: 'UPDATE audit_state SET origin = $1 WHERE origin IS NOT DISTINCT FROM $2',
};

const KEYS: Statement = {
  name: 'signing-keys',
  text: 'SELECT public_key, wrapped_seed FROM signing_keys ORDER BY number',
};
const ADD_KEY: RowStatement = {
  name: 'signing-keys-add',
  place: 14,
  exactly: true,
  text: `
    INSERT INTO signing_keys (number, public_key, wrapped_seed)
    SELECT number, public_key, wrapped_seed FROM json_to_recordset($1) AS given
      (number bigint, public_key text, wrapped_seed bytea)`,
};
const RETIRE_KEYS: Statement = {
  name: 'signing-keys-retire',
  text: 'UPDATE signing_keys SET wrapped_seed = NULL WHERE number < (SELECT max(number) FROM signing_keys)',
};

const COLUMNS = 'SELECT size, note, cosignatures, timestamp_token FROM checkpoints';
const LATEST: Statement = { name: 'checkpoint-latest', text: `${COLUMNS} ORDER BY size DESC LIMIT 1` };
const VOUCHED = 'cosignatures >= $2 AND starts_with(note, $3) ORDER BY size LIMIT 1';
const COSIGNED: Statement = {
  name: 'checkpoint-cosigned',
  text: `${COLUMNS} WHERE cosignatures > 0 AND size >= $1 AND ${VOUCHED}`,
};
const STAMPED: Statement = {
  name: 'checkpoint-stamped',
  text: `${COLUMNS} WHERE timestamp_token IS NOT NULL AND size >= $1 AND ${VOUCHED}`,
};
const FROM: Statement = {
  name: 'checkpoints-from',
  text: `${COLUMNS} WHERE size >= $1 ORDER BY size LIMIT $2`,
};
const PUT: Statement = {
  name: 'checkpoint-put',
  text: `
    INSERT INTO checkpoints (size, note, cosignatures, timestamp_token) VALUES ($1, $2, $3, $4)
    ON CONFLICT (size) DO UPDATE SET note = excluded.note, cosignatures = excluded.cosignatures,
      timestamp_token = excluded.timestamp_token`,
};

export function checkpointStore(database: Database, group: GroupCommit): CheckpointStore {
  const one = async (
    statement: Statement,
    values: readonly (number | string)[],
  ): Promise<StoredCheckpoint | null> => {
    const [row] = await database.read(statement, values);
    return row === undefined ? null : readCheckpoint(row);
  };
  return {
    origin: async () => {
      const [row] = await database.read(ORIGIN, []);
      return nullable(text, row ?? {}, 'origin');
    },
    name: async (origin, instead) => (await database.write(NAME, [origin, instead])).count === 1,
    signingKeys: async () => (await database.read(KEYS, [])).map(readSigningKey),
    addSigningKey: async (key, after, entry) => {
      try {
        await group.run(addKey(key, after, entry));
        return true;
      } catch (error) {
        if (breaksUniqueness(error, 'signing_keys_pkey')) return false;
        throw error;
      }
    },
    retireSigningKeys: async () => {
      await database.write(RETIRE_KEYS, []);
    },
    latest: () => one(LATEST, []),
    vouchedFor: ({ origin, atLeast, cosignatures, isStamped }) =>
      one(isStamped ? STAMPED : COSIGNED, [atLeast, cosignatures, `${origin}\n`]),
    list: async (fromSize, limit) => (await database.read(FROM, [fromSize, limit])).map(readCheckpoint),
    put: async ({ size, note, cosignatures, timestamp }) => {
      await database.write(PUT, [size, note, cosignatures, timestamp]);
    },
  };
}

/** The keys are numbered, so that of two instances that add one at once the database refuses the second. */
const addKey = (
  { publicKey, wrappedSeed }: StoredSigningKey,
  after: number,
  entry: AuditAppend,
): Job<void> => ({
  touches: ['signing keys'],
  ask: (guards) => guards.askEntries(entry.draft.challenge),
  write: (_guards, rows, log) => {
    rows.add(ADD_KEY, { number: after, public_key: publicKey, wrapped_seed: bytesOrNull(wrappedSeed) });
    log.append(entry);
  },
});
