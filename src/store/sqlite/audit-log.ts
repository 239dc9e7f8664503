import type { AuditQuery, AuditStore, StoredAuditEntry, VerdictQuery } from '../../app/log-ports.ts';
import { type Hash, lastLeafOf, type NodePosition, nodeInBytes } from '../../domain/audit/merkle-tree.ts';
import { blob, integer, nullable, type Row, RowBroken } from '../columns.ts';
import type { AuditAppender } from './audit-appender.ts';
import { auditState } from './audit-state.ts';
import type { Database } from './database.ts';
import type { GroupCommit } from './group-commit.ts';

const ENTRIES = 'SELECT entry_index, entry, sealed_disclosures FROM audit_entries';

const ALL = `${ENTRIES} WHERE entry_index >= ? ORDER BY entry_index LIMIT ?`;

const OF_CHALLENGE = `${ENTRIES} WHERE challenge = ? AND entry_index >= ? ORDER BY entry_index LIMIT ?`;

const VERDICTS = `${ENTRIES} WHERE verdict_channel = ? AND entry_index >= ? ORDER BY entry_index LIMIT ?`;

const SUBTREES = 'SELECT subtree_hashes FROM audit_entries WHERE entry_index = ?';

export function auditLog(database: Database, group: GroupCommit, appender: AuditAppender): AuditStore {
  return {
    entries: async (query) => database.read(() => entries(database, query)),
    verdicts: async (query) => database.read(() => verdicts(database, query)),
    size: async () => database.read(() => auditState(database).tree.size),
    append: (added) =>
      group.run(() => {
        for (const entry of added) appender.append(entry);
      }),
    tree: async () => database.read(() => auditState(database).tree),
    nodes: async (positions) => database.read(() => positions.map((position) => node(database, position))),
    policy: async () => database.read(() => auditState(database).policy),
  };
}

function entries(database: Database, { challenge, fromIndex, limit }: AuditQuery): StoredAuditEntry[] {
  const rows =
    challenge === null
      ? database.prepare(ALL).all(fromIndex, limit)
      : database.prepare(OF_CHALLENGE).all(challenge, fromIndex, limit);
  return rows.map(readEntry);
}

const verdicts = (database: Database, { channel, fromIndex, limit }: VerdictQuery): StoredAuditEntry[] =>
  database.prepare(VERDICTS).all(channel, fromIndex, limit).map(readEntry);

const readEntry = (row: Row): StoredAuditEntry => ({
  index: integer(row, 'entry_index'),
  bytes: blob(row, 'entry'),
  sealedDisclosures: nullable(blob, row, 'sealed_disclosures'),
});

function node(database: Database, position: NodePosition): Hash {
  const row = database.prepare(SUBTREES).get(lastLeafOf(position));
  if (row === undefined) throw new RowBroken('entry_index');
  const hash = nodeInBytes(blob(row, 'subtree_hashes'), position.level);
  if (hash === null) throw new RowBroken('subtree_hashes');
  return hash;
}
