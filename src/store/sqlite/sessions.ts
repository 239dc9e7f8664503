import type { SessionStore } from '../../app/desk-ports.ts';
import { readKey, readSession } from '../rows.ts';
import type { Database } from './database.ts';
import type { GroupCommit } from './group-commit.ts';
import { KEY_COLUMNS } from './keys.ts';

const BEGIN = 'INSERT INTO desk_sessions (token_hash, key_id, begun_at, seen_at) VALUES (?, ?, ?, ?)';
const FORGET = 'DELETE FROM desk_sessions WHERE seen_at < ?';
const FIND = `
  SELECT token_hash, key_id, begun_at, seen_at, ${KEY_COLUMNS}
  FROM desk_sessions JOIN api_keys ON api_keys.id = key_id WHERE token_hash = ?`;
const SEE = 'UPDATE desk_sessions SET seen_at = ? WHERE token_hash = ?';
const END = 'DELETE FROM desk_sessions WHERE token_hash = ?';

export function sessionStore(database: Database, group: GroupCommit): SessionStore {
  const write = (sql: string, ...values: (number | Uint8Array)[]) =>
    group.run(() => {
      database.prepare(sql).run(...values);
    });
  return {
    begin: ({ tokenHash, key, createdAt, seenAt }, idleSince) =>
      group.run(() => {
        database.prepare(FORGET).run(idleSince);
        database.prepare(BEGIN).run(tokenHash, key, createdAt, seenAt);
      }),
    find: async (tokenHash) =>
      database.read(() => {
        const row = database.prepare(FIND).get(tokenHash);
        return row === undefined ? null : { session: readSession(row), key: readKey(row) };
      }),
    see: (tokenHash, at) => write(SEE, at, tokenHash),
    end: (tokenHash) => write(END, tokenHash),
  };
}
