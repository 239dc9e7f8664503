import type { AuditAppend, AuditStore, StoredAuditEntry } from '../../app/log-ports.ts';
import { type Hash, lastLeafOf, type NodePosition, nodeInBytes } from '../../domain/audit/merkle-tree.ts';
import { blob, integer, nullable, type Row, RowBroken } from '../columns.ts';
import { auditState } from './audit-state.ts';
import type { Statement } from './connection.ts';
import type { Database } from './database.ts';
import type { GroupCommit, Job } from './group-commit.ts';

const ENTRIES = 'SELECT entry_index, entry, sealed_disclosures FROM audit_entries';

const ALL: Statement = {
  name: 'audit-all',
  text: `${ENTRIES} WHERE entry_index >= $1 ORDER BY entry_index LIMIT $2`,
};

const OF_CHALLENGE: Statement = {
  name: 'audit-of-challenge',
  text: `${ENTRIES} WHERE challenge = $3 AND entry_index >= $1 ORDER BY entry_index LIMIT $2`,
};

const VERDICTS: Statement = {
  name: 'audit-verdicts',
  text: `${ENTRIES} WHERE verdict_channel = $3 AND entry_index >= $1 ORDER BY entry_index LIMIT $2`,
};

const NODES: Statement = {
  name: 'audit-nodes',
  text: `
    SELECT subtree_hashes FROM unnest($1::bigint[]) WITH ORDINALITY AS wanted (entry_index, place)
      JOIN audit_entries USING (entry_index)
    ORDER BY place`,
};

export function auditLog(database: Database, group: GroupCommit): AuditStore {
  return {
    entries: async ({ challenge, fromIndex, limit }) => {
      const rows = await (challenge === null
        ? database.read(ALL, [fromIndex, limit])
        : database.read(OF_CHALLENGE, [fromIndex, limit, challenge]));
      return rows.map(readEntry);
    },
    verdicts: async ({ channel, fromIndex, limit }) =>
      (await database.read(VERDICTS, [fromIndex, limit, channel])).map(readEntry),
    size: async () => (await auditState(database)).tree.size,
    append: (added) => group.run(appendAll(added)),
    tree: async () => (await auditState(database)).tree,
    nodes: (positions) => readNodes(database, positions),
    policy: async () => (await auditState(database)).policy,
  };
}

const appendAll = (added: readonly AuditAppend[]): Job<void> => ({
  touches: added.flatMap(({ draft }) => draft.challenge ?? []),
  ask: (guards) => {
    for (const { draft } of added) guards.askEntries(draft.challenge);
  },
  write: (_guards, _rows, log) => {
    for (const entry of added) log.append(entry);
  },
});

const readEntry = (row: Row): StoredAuditEntry => ({
  index: integer(row, 'entry_index'),
  bytes: blob(row, 'entry'),
  sealedDisclosures: nullable(blob, row, 'sealed_disclosures'),
});

async function readNodes(database: Database, positions: readonly NodePosition[]): Promise<readonly Hash[]> {
  const lastLeaves = positions.map((position) => String(lastLeafOf(position)));
  const rows = await database.read(NODES, [lastLeaves]);
  return positions.map(({ level }, place) => {
    const row = rows[place];
    if (row === undefined || rows.length !== positions.length) throw new RowBroken('entry_index');
    const hash = nodeInBytes(blob(row, 'subtree_hashes'), level);
    if (hash === null) throw new RowBroken('subtree_hashes');
    return hash;
  });
}
