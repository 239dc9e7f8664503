import { type Tree, treeFromBytes } from '../../domain/audit/merkle-tree.ts';
import type { Instant } from '../../kernel/instant.ts';
import { blob, integer, nullable, RowBroken, text, time } from '../columns.ts';
import type { Connection, Row, Statement } from './connection.ts';
import type { Database } from './database.ts';

/** Taken first by every transaction that writes what guards are about: whoever has it is alone until its end. */
export const LOCK_LOG = 'SELECT FROM audit_state FOR UPDATE';

const STATE: Statement = {
  name: 'audit-state',
  text: 'SELECT size, frontier_hashes, last_time, policy FROM audit_state',
};

/** What the one row beside the log says of it. */
export type AuditState = {
  readonly tree: Tree;
  /** Of the newest entry; 1970 before the first. */
  readonly lastTime: Instant;
  /** Of the newest entry `policy.changed`. */
  readonly policy: string | null;
};

export const auditState = async (database: Database): Promise<AuditState> =>
  readState(await database.read(STATE, []));

/** In the transaction that has the lock. */
export const lockedState = async (connection: Connection): Promise<AuditState> =>
  readState((await connection.run(STATE)).rows);

function readState([row]: readonly Row[]): AuditState {
  if (row === undefined) throw new RowBroken('audit_state');
  const tree = treeFromBytes(integer(row, 'size'), blob(row, 'frontier_hashes'));
  if (tree === null) throw new RowBroken('frontier_hashes');
  return { tree, lastTime: time(row, 'last_time'), policy: nullable(text, row, 'policy') };
}
