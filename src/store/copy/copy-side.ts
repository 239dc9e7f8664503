import type { CopiedRow, CopiedTable, Position } from './tables.ts';

/** One of the two databases of a copy; nothing else uses it meanwhile. */
export interface CopySource {
  /** Rows after a position, in the order of the table's key; null: from the first. */
  read(table: CopiedTable, after: Position | null, limit: number): Promise<readonly CopiedRow[]>;
  count(table: CopiedTable): Promise<number>;
  /** The row beside the log, in the order of `STATE_COLUMNS`. */
  state(): Promise<CopiedRow>;
  close(): Promise<void>;
}

export interface CopyTarget extends CopySource {
  /** Where a copy that was broken off got to in a table; null where it has no row yet. */
  last(table: CopiedTable): Promise<Position | null>;
  /** Writes rows, all or none. */
  write(table: CopiedTable, rows: readonly CopiedRow[]): Promise<void>;
  /** Makes the database one that can be served, now that everything is there and was compared. */
  finish(): Promise<void>;
  /** Writes the row beside the log. */
  writeState(state: CopiedRow): Promise<void>;
}
