import type { LogRow, LogRows, LogState, VerdictRow } from '../../app/log-ports.ts';
import { blob, integer, nullable, type Row, RowBroken, text } from '../columns.ts';
import type { Database } from './database.ts';

const STATE = 'SELECT size, frontier_hashes, last_time, policy FROM audit_state WHERE id = 1';
const KEY_NUMBERS = 'SELECT number FROM signing_keys ORDER BY number';

const ROWS = `
  SELECT entry_index, challenge, verdict_channel, entry, subtree_hashes, sealed_disclosures
  FROM audit_entries WHERE entry_index >= ? ORDER BY entry_index LIMIT ?`;

const COUNT = 'SELECT count(*) AS entries FROM audit_entries WHERE challenge = ? AND entry_index < ?';

const VERDICT = 'SELECT number, id, status, reason, decided_at FROM challenges';
const VERDICTS_BEHIND = `${VERDICT} WHERE number > ? AND status <> 'pending' ORDER BY number LIMIT ?`;
const VERDICT_OF = `${VERDICT} WHERE id = ?`;

const KEYS_OF: readonly string[] = [
  'SELECT wrapped_key FROM challenges JOIN clients ON clients.number = challenges.client WHERE challenges.id = ?',
  `SELECT wrapped_key FROM past_challenges AS past JOIN clients ON clients.channel = past.channel AND clients.ref = past.client
   WHERE past.id = ? AND past.blocked IS NULL`,
  `SELECT wrapped_key FROM past_challenges AS past JOIN blocked_clients ON blocked_clients.number = past.blocked
   WHERE past.id = ?`,
];

const PAST = 'SELECT id FROM past_challenges WHERE id = ?';

const LOGGED = `
  SELECT entry_index FROM audit_entries WHERE challenge = ? AND verdict_channel IS NOT NULL ORDER BY entry_index`;

export function logRows(database: Database): LogRows {
  return {
    state: async () => database.read(() => state(database)),
    rows: async (fromIndex, limit) =>
      database.read(() => database.prepare(ROWS).all(fromIndex, limit).map(readRow)),
    countsBefore: async (challenges, index) =>
      database.read(() => {
        const count = database.prepare(COUNT);
        const counts = challenges.map(
          (challenge) => [challenge, integer(count.get(challenge, index) ?? {}, 'entries')] as const,
        );
        return new Map(counts.filter(([, entries]) => entries > 0));
      }),
    verdictRows: async (after, limit) =>
      database.read(() => database.prepare(VERDICTS_BEHIND).all(after, limit).map(readVerdict)),
    verdictsOf: async (challenges) =>
      database.read(() =>
        challenges.flatMap((challenge) => database.prepare(VERDICT_OF).all(challenge).map(readVerdict)),
      ),
    wrappedKeysOf: async (challenges) =>
      database.read(() => new Map(challenges.flatMap((id) => wrappedKeyOf(database, id)))),
    pastOf: async (challenges) =>
      database.read(() => new Set(challenges.filter((id) => database.prepare(PAST).get(id) !== undefined))),
    loggedVerdicts: async (challenges) =>
      database.read(() =>
        challenges
          .flatMap((challenge) =>
            database
              .prepare(LOGGED)
              .all(challenge)
              .map((row) => ({ challenge, index: integer(row, 'entry_index') })),
          )
          .sort((one, other) => one.index - other.index),
      ),
  };
}

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

function wrappedKeyOf(database: Database, challenge: string): readonly (readonly [string, Uint8Array])[] {
  for (const sql of KEYS_OF) {
    const row = database.prepare(sql).get(challenge);
    if (row !== undefined) return [[challenge, blob(row, 'wrapped_key')]];
  }
  return [];
}

const readRow = (row: Row): LogRow => ({
  index: integer(row, 'entry_index'),
  challenge: nullable(text, row, 'challenge'),
  verdictChannel: nullable(text, row, 'verdict_channel'),
  bytes: blob(row, 'entry'),
  subtrees: blob(row, 'subtree_hashes'),
  sealedDisclosures: nullable(blob, row, 'sealed_disclosures'),
});

const readVerdict = (row: Row): VerdictRow => ({
  number: integer(row, 'number'),
  challenge: text(row, 'id'),
  outcome: text(row, 'status'),
  reason: nullable(text, row, 'reason'),
  decidedAt: nullable(integer, row, 'decided_at'),
});
