import type { ApiKey } from '../../app/api-key.ts';
import type { AuditAppend } from '../../app/log-ports.ts';
import type { KeyStore } from '../../app/store-ports.ts';
import type { KeyId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { readKey } from '../rows.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import type { GroupCommit, Job } from './group-commit.ts';
import { bytes, type RowStatement } from './rows-to-write.ts';

/** For joins: `readKey` finds its columns beside another table's. */
export const KEY_COLUMNS = `
  api_keys.id, api_keys.scope, api_keys.channel, api_keys.name, api_keys.hash, api_keys.created_at, api_keys.revoked_at`;

const KEYS = `SELECT ${KEY_COLUMNS} FROM api_keys`;

const INSERT: RowStatement = {
  name: 'keys-insert',
  place: 12,
  exactly: true,
  text: `
    INSERT INTO api_keys (id, scope, channel, name, hash, created_at, revoked_at)
    SELECT id, scope, channel, name, hash, created_at, revoked_at FROM json_to_recordset($1) AS given
      (id text, scope text, channel text, name text, hash bytea, created_at bigint, revoked_at bigint)`,
};

const BY_HASH: Statement = { name: 'key-by-hash', text: `${KEYS} WHERE hash = $1` };
const ALL: Statement = { name: 'keys-all', text: `${KEYS} ORDER BY number` };
const OF_CHANNEL: Statement = {
  name: 'keys-of-channel',
  text: `${KEYS} WHERE channel = $1 ORDER BY number`,
};

// A revocation that is nearer already is not put off.
const REVOKE: RowStatement = {
  name: 'keys-revoke',
  place: 13,
  exactly: true,
  text: `
    UPDATE api_keys SET revoked_at = least(api_keys.revoked_at, given.revoked_at)
    FROM json_to_recordset($1) AS given (id text, revoked_at bigint) WHERE api_keys.id = given.id`,
};

export function keyStore(database: Database, group: GroupCommit): KeyStore {
  return {
    insert: (key, entry) => group.run(insertKey(key, entry)),
    byHash: async (hash) => {
      const [row] = await database.read(BY_HASH, [hash]);
      return row === undefined ? null : readKey(row);
    },
    list: async (channel) => {
      const rows = await (channel === null ? database.read(ALL, []) : database.read(OF_CHANNEL, [channel]));
      return rows.map(readKey);
    },
    revoke: (id, at, entry) => group.run(revokeKey(id, at, entry)),
  };
}

const insertKey = (
  { id, scope, channel, name, hash, createdAt, revokedAt }: ApiKey,
  entry: AuditAppend,
): Job<void> => ({
  touches: [id],
  ask: (guards) => guards.askEntries(entry.draft.challenge),
  write: (_guards, rows, log) => {
    const given = { id, scope, channel, name, hash: bytes(hash) };
    rows.add(INSERT, { ...given, created_at: createdAt, revoked_at: revokedAt });
    log.append(entry);
  },
});

const revokeKey = (id: KeyId, at: Instant, entry: AuditAppend): Job<boolean> => ({
  touches: [id],
  ask: (guards) => {
    guards.askKey(id);
    guards.askEntries(entry.draft.challenge);
  },
  write: (guards, rows, log) => {
    if (!guards.hasKey(id)) return false;
    rows.add(REVOKE, { id, revoked_at: at });
    log.append(entry);
    return true;
  },
});
