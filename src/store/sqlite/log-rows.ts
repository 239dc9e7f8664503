import type { LogRows, LogState } from '../../app/log-ports.ts';
import { blob, integer, nullable, type Row, RowBroken, text } from '../columns.ts';
import { readLogRow, readVerdictRow } from '../rows.ts';
import type { Database } from './database.ts';

const STATE = 'SELECT size, frontier_hashes, last_time, policy FROM audit_state WHERE id = 1';
const KEY_NUMBERS = 'SELECT number FROM signing_keys ORDER BY number';

const ROWS = `
  SELECT entry_index, challenge, verdict_channel, entry, subtree_hashes, sealed_disclosures
  FROM audit_entries WHERE entry_index >= ? ORDER BY entry_index LIMIT ?`;

const WANTED = 'FROM json_each(?) AS wanted';

const COUNTS = `
  SELECT wanted.value AS challenge, (
    SELECT count(*) FROM audit_entries WHERE audit_entries.challenge = wanted.value AND entry_index < ?
  ) AS entries ${WANTED}`;

const VERDICT = 'SELECT number, challenges.id, status, reason, decided_at';
const VERDICTS_BEHIND = `${VERDICT} FROM challenges WHERE number > ? AND status <> 'pending' ORDER BY number LIMIT ?`;
const VERDICTS_OF = `${VERDICT} ${WANTED} CROSS JOIN challenges ON challenges.id = wanted.value`;

const KEYS_OF: readonly string[] = [
  `SELECT wanted.value AS challenge, wrapped_key ${WANTED} CROSS JOIN challenges ON challenges.id = wanted.value
   CROSS JOIN clients ON clients.number = challenges.client`,
  `SELECT wanted.value AS challenge, wrapped_key ${WANTED} CROSS JOIN past_challenges AS past ON past.id = wanted.value
   CROSS JOIN clients ON clients.channel = past.channel AND clients.ref = past.client WHERE past.blocked IS NULL`,
  `SELECT wanted.value AS challenge, wrapped_key ${WANTED} CROSS JOIN past_challenges AS past ON past.id = wanted.value
   CROSS JOIN blocked_clients ON blocked_clients.number = past.blocked`,
];

const PAST = `SELECT past_challenges.id ${WANTED} CROSS JOIN past_challenges ON past_challenges.id = wanted.value`;

const LOGGED = `
  SELECT challenge, entry_index ${WANTED} CROSS JOIN audit_entries ON challenge = wanted.value WHERE verdict_channel IS NOT NULL`;

export function logRows(database: Database): LogRows {
  return {
    state: async () => database.read(() => state(database)),
    rows: async (fromIndex, limit) =>
      database.read(() => database.prepare(ROWS).all(fromIndex, limit).map(readLogRow)),
    countsBefore: async (challenges, index) =>
      database.read(() => {
        const rows = database.prepare(COUNTS).all(index, JSON.stringify(challenges));
        const counts = rows.map((row) => [text(row, 'challenge'), integer(row, 'entries')] as const);
        return new Map(counts.filter(([, entries]) => entries > 0));
      }),
    verdictRows: async (after, limit) =>
      database.read(() => database.prepare(VERDICTS_BEHIND).all(after, limit).map(readVerdictRow)),
    verdictsOf: async (challenges) =>
      database.read(() => wanted(database, VERDICTS_OF, challenges).map(readVerdictRow)),
    wrappedKeysOf: async (challenges) =>
      database.read(() => {
        const rows = KEYS_OF.flatMap((sql) => wanted(database, sql, challenges));
        return new Map(rows.map((row) => [text(row, 'challenge'), blob(row, 'wrapped_key')]));
      }),
    pastOf: async (challenges) =>
      database.read(() => new Set(wanted(database, PAST, challenges).map((row) => text(row, 'id')))),
    loggedVerdicts: async (challenges) =>
      database.read(() =>
        wanted(database, LOGGED, challenges)
          .map((row) => ({ challenge: text(row, 'challenge'), index: integer(row, 'entry_index') }))
          .sort((one, other) => one.index - other.index),
      ),
  };
}

/** Each id is looked up where it is, in the order in which they were asked for. */
const wanted = (database: Database, sql: string, ids: readonly string[]): readonly Row[] =>
  database.prepare(sql).all(JSON.stringify(ids));

function state(database: Database): LogState {
  const row = database.prepare(STATE).get();
  if (row === undefined) throw new RowBroken('audit_state');
  return {
    size: integer(row, 'size'),
    frontier: blob(row, 'frontier_hashes'),
    lastTime: integer(row, 'last_time'),
    policy: nullable(text, row, 'policy'),
    keyNumbers: database
      .prepare(KEY_NUMBERS)
      .all()
      .map((key) => integer(key, 'number')),
  };
}
