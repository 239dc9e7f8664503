import type { KeyStore } from '../../app/store-ports.ts';
import { readKey } from '../rows.ts';
import type { AuditAppender } from './audit-appender.ts';
import type { Database } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

/** For joins: `readKey` finds its columns beside another table's. */
export const KEY_COLUMNS = `
  api_keys.id, api_keys.scope, api_keys.channel, api_keys.name, api_keys.hash, api_keys.created_at, api_keys.revoked_at`;

const KEYS = `SELECT ${KEY_COLUMNS} FROM api_keys`;

const INSERT =
  'INSERT INTO api_keys (id, scope, channel, name, hash, created_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)';

const BY_HASH = `${KEYS} WHERE hash = ?`;
const ALL = `${KEYS} ORDER BY number`;
const OF_CHANNEL = `${KEYS} WHERE channel = ? ORDER BY number`;

// A revocation that is nearer already is not put off.
const REVOKE = 'UPDATE api_keys SET revoked_at = min(coalesce(revoked_at, ?1), ?1) WHERE id = ?2';

export function keyStore(database: Database, group: GroupCommit, appender: AuditAppender): KeyStore {
  return {
    insert: (key, entry) =>
      group.run(() => {
        const { id, scope, channel, name, hash, createdAt, revokedAt } = key;
        database.prepare(INSERT).run(id, scope, channel, name, hash, createdAt, revokedAt);
        appender.append(entry);
      }),
    byHash: async (hash) =>
      database.read(() => {
        const row = database.prepare(BY_HASH).get(hash);
        return row === undefined ? null : readKey(row);
      }),
    list: async (channel) =>
      database.read(() => {
        const rows =
          channel === null ? database.prepare(ALL).all() : database.prepare(OF_CHANNEL).all(channel);
        return rows.map(readKey);
      }),
    revoke: (id, at, entry) =>
      group.run(() => {
        const found = database.prepare(REVOKE).run(at, id).changes === 1;
        if (found) appender.append(entry);
        return found;
      }),
  };
}
