import type { AuditQuery, AuditStore, StoredAuditEntry } from '../../app/ports.ts';
import type { AuditEntry } from '../../domain/audit/entry.ts';
import { channelId } from '../../kernel/ids.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import { AUDIT_TYPES, REASONS, VERDICTS } from '../vocabulary.ts';
import { blob, challengeId, integer, nullable, oneOf, type Row, text, time } from './columns.ts';
import type { Database } from './database.ts';

const LAST = 'SELECT entry_index, at FROM audit ORDER BY entry_index DESC LIMIT 1';

const APPEND =
  'INSERT INTO audit (entry_index, at, type, channel, challenge, verdict, reason) VALUES (?, ?, ?, ?, ?, ?, ?)';

const KEEP_EVIDENCE = 'INSERT INTO audit_evidence (entry_index, sealed_evidence) VALUES (?, ?)';

const ENTRIES = `
  SELECT audit.entry_index, at, type, channel, challenge, verdict, reason, sealed_evidence
  FROM audit LEFT JOIN audit_evidence ON audit_evidence.entry_index = audit.entry_index`;

const ALL = `${ENTRIES} WHERE audit.entry_index >= ? ORDER BY audit.entry_index LIMIT ?`;

const OF_CHALLENGE = `${ENTRIES} WHERE challenge = ? AND audit.entry_index >= ? ORDER BY audit.entry_index LIMIT ?`;

type Last = { readonly index: number; readonly at: Instant };

/**
 * Appends one entry in the caller's transaction: the only place where the log grows. Its index is the log's size, so
 * that there are no gaps; its time is never before the last one's, even where the clock was set back.
 */
export function appendAudit(database: Database, entry: AuditEntry): void {
  const last = lastEntry(database);
  const index = last === null ? 0 : last.index + 1;
  const at = last === null ? entry.at : instant(Math.max(entry.at, last.at));
  database
    .prepare(APPEND)
    .run(index, at, entry.type, entry.channel, entry.challenge, entry.verdict, entry.reason);
  if (entry.sealedEvidence !== null) database.prepare(KEEP_EVIDENCE).run(index, entry.sealedEvidence);
}

export function auditLog(database: Database): AuditStore {
  return {
    entries: async (query) => database.read(() => entries(database, query)),
    size: async () =>
      database.read(() => {
        const last = lastEntry(database);
        return last === null ? 0 : last.index + 1;
      }),
  };
}

function lastEntry(database: Database): Last | null {
  const row = database.prepare(LAST).get();
  return row === undefined ? null : { index: integer(row, 'entry_index'), at: time(row, 'at') };
}

function entries(database: Database, { challenge, fromIndex, limit }: AuditQuery): StoredAuditEntry[] {
  const rows =
    challenge === null
      ? database.prepare(ALL).all(fromIndex, limit)
      : database.prepare(OF_CHALLENGE).all(challenge, fromIndex, limit);
  return rows.map(readEntry);
}

function readEntry(row: Row): StoredAuditEntry {
  return {
    index: integer(row, 'entry_index'),
    at: time(row, 'at'),
    type: oneOf(AUDIT_TYPES)(row, 'type'),
    channel: channelId(text(row, 'channel')),
    challenge: nullable(challengeId, row, 'challenge'),
    verdict: nullable(oneOf(VERDICTS), row, 'verdict'),
    reason: nullable(oneOf(REASONS), row, 'reason'),
    sealedEvidence: nullable(blob, row, 'sealed_evidence'),
  };
}
