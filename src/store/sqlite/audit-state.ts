import { type Tree, treeFromBytes } from '../../domain/audit/merkle-tree.ts';
import type { Instant } from '../../kernel/instant.ts';
import { blob, integer, nullable, RowBroken, text, time } from '../columns.ts';
import type { Database } from './database.ts';

const STATE = 'SELECT size, frontier_hashes, last_time, policy FROM audit_state';

/** What the one row beside the log says of it. */
export type AuditState = {
  readonly tree: Tree;
  /** Of the newest entry; 1970 before the first. */
  readonly lastTime: Instant;
  /** Of the newest entry `policy.changed`. */
  readonly policy: string | null;
};

export function auditState(database: Database): AuditState {
  const row = database.prepare(STATE).get();
  if (row === undefined) throw new RowBroken('audit_state');
  const tree = treeFromBytes(integer(row, 'size'), blob(row, 'frontier_hashes'));
  if (tree === null) throw new RowBroken('frontier_hashes');
  return { tree, lastTime: time(row, 'last_time'), policy: nullable(text, row, 'policy') };
}
