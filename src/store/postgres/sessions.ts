import type { SessionStore } from '../../app/desk-ports.ts';
import { readKey, readSession } from '../rows.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import { KEY_COLUMNS } from './keys.ts';

const BEGIN: Statement = {
  name: 'desk-session-begin',
  text: `
    WITH forgotten AS (DELETE FROM desk_sessions WHERE seen_at < $5)
    INSERT INTO desk_sessions (token_hash, key_id, begun_at, seen_at) VALUES ($1, $2, $3, $4)`,
};
const FIND: Statement = {
  name: 'desk-session-find',
  text: `
    SELECT token_hash, key_id, begun_at, seen_at, ${KEY_COLUMNS}
    FROM desk_sessions JOIN api_keys ON api_keys.id = key_id WHERE token_hash = $1`,
};
const SEE: Statement = {
  name: 'desk-session-see',
  text: 'UPDATE desk_sessions SET seen_at = $2 WHERE token_hash = $1',
};
const END: Statement = { name: 'desk-session-end', text: 'DELETE FROM desk_sessions WHERE token_hash = $1' };

export function sessionStore(database: Database): SessionStore {
  return {
    begin: async ({ tokenHash, key, createdAt, seenAt }, idleSince) => {
      await database.write(BEGIN, [tokenHash, key, createdAt, seenAt, idleSince]);
    },
    find: async (tokenHash) => {
      const [row] = await database.read(FIND, [tokenHash]);
      return row === undefined ? null : { session: readSession(row), key: readKey(row) };
    },
    see: async (tokenHash, at) => {
      await database.write(SEE, [tokenHash, at]);
    },
    end: async (tokenHash) => {
      await database.write(END, [tokenHash]);
    },
  };
}
