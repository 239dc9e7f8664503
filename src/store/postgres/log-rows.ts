import type { LogRows, LogState } from '../../app/log-ports.ts';
import { blob, integer, nullable, RowBroken, text } from '../columns.ts';
import { readLogRow, readVerdictRow } from '../rows.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';

const STATE: Statement = {
  name: 'log-state',
  text: 'SELECT size, frontier_hashes, last_time, policy FROM audit_state WHERE id = 1',
};
const KEY_NUMBERS: Statement = {
  name: 'log-key-numbers',
  text: 'SELECT number FROM signing_keys ORDER BY number',
};

const ROWS: Statement = {
  name: 'log-rows',
  text: `
    SELECT entry_index, challenge, verdict_channel, entry, subtree_hashes, sealed_disclosures
    FROM audit_entries WHERE entry_index >= $1 ORDER BY entry_index LIMIT $2`,
};

const COUNTS: Statement = {
  name: 'log-counts',
  text: `
    SELECT challenge, count(*) AS entries FROM audit_entries
    WHERE challenge = ANY ($1::text[]) AND entry_index < $2 GROUP BY challenge`,
};

const VERDICT = 'SELECT number, id, status, reason, decided_at FROM challenges';
const VERDICTS_BEHIND: Statement = {
  name: 'log-verdicts-behind',
  text: `${VERDICT} WHERE number > $1 AND status <> 'pending' ORDER BY number LIMIT $2`,
};
const VERDICTS_OF: Statement = {
  name: 'log-verdicts-of',
  text: `${VERDICT} WHERE id = ANY ($1::text[])`,
};

const KEYS: Statement = {
  name: 'log-keys',
  text: `
    SELECT id, wrapped_key FROM (
      SELECT id, channel, client FROM challenges WHERE id = ANY ($1::text[])
      UNION ALL SELECT id, channel, client FROM past_challenges WHERE id = ANY ($1::text[]) AND blocked IS NULL
    ) AS found JOIN clients ON clients.channel = found.channel AND clients.ref = found.client
    UNION ALL SELECT id, wrapped_key FROM past_challenges JOIN blocked_clients ON blocked_clients.number = blocked
      WHERE id = ANY ($1::text[])`,
};

const PAST: Statement = {
  name: 'log-past',
  text: 'SELECT id FROM past_challenges WHERE id = ANY ($1::text[])',
};

const LOGGED: Statement = {
  name: 'log-logged-verdicts',
  text: `
    SELECT challenge, entry_index FROM audit_entries
    WHERE challenge = ANY ($1::text[]) AND verdict_channel IS NOT NULL ORDER BY entry_index`,
};

export const logRows = (database: Database): LogRows => ({
  state: () => state(database),
  rows: async (fromIndex, limit) => (await database.read(ROWS, [fromIndex, limit])).map(readLogRow),
  countsBefore: async (challenges, index) => {
    const rows = await database.read(COUNTS, [challenges, index]);
    return new Map(rows.map((row) => [text(row, 'challenge'), integer(row, 'entries')]));
  },
  verdictRows: async (after, limit) =>
    (await database.read(VERDICTS_BEHIND, [after, limit])).map(readVerdictRow),
  verdictsOf: async (challenges) => (await database.read(VERDICTS_OF, [challenges])).map(readVerdictRow),
  wrappedKeysOf: async (challenges) => {
    const rows = await database.read(KEYS, [challenges]);
    return new Map(rows.map((row) => [text(row, 'id'), blob(row, 'wrapped_key')]));
  },
  pastOf: async (challenges) =>
    new Set((await database.read(PAST, [challenges])).map((row) => text(row, 'id'))),
  loggedVerdicts: async (challenges) =>
    (await database.read(LOGGED, [challenges])).map((row) => ({
      challenge: text(row, 'challenge'),
      index: integer(row, 'entry_index'),
    })),
});

async function state(database: Database): Promise<LogState> {
  const [row] = await database.read(STATE, []);
  if (row === undefined) throw new RowBroken('audit_state');
  const keys = await database.read(KEY_NUMBERS, []);
  return {
    size: integer(row, 'size'),
    frontier: blob(row, 'frontier_hashes'),
    lastTime: integer(row, 'last_time'),
    policy: nullable(text, row, 'policy'),
    keyNumbers: keys.map((key) => integer(key, 'number')),
  };
}
