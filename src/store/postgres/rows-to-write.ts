import { toHex } from '../../kernel/bytes.ts';
import type { Connection, Statement } from './connection.ts';

/** One row as its statement reads it from JSON: the names are those of the statement's recordset. */
export type RowToWrite = Readonly<Record<string, string | number | boolean | null>>;

/** A statement that takes any number of rows at once, as one JSON array. */
export type RowStatement = Statement & {
  /** Statements of one group run in this order: rows that others refer to come first. */
  readonly place: number;
  /** Whether each row given is one row written. Where not, the statement may write fewer or more. */
  readonly exactly: boolean;
};

/** How PostgreSQL reads bytes from a text. */
export const bytes = (value: Uint8Array): string => hexBytes(toHex(value));

export const hexBytes = (hex: string): string => `\\x${hex}`;

export const bytesOrNull = (value: Uint8Array | null): string | null =>
  value === null ? null : bytes(value);

/** What the jobs of one group write, gathered by statement. */
export class RowsToWrite {
  readonly #rows = new Map<RowStatement, RowToWrite[]>();

  add(statement: RowStatement, row: RowToWrite): void {
    const rows = this.#rows.get(statement);
    if (rows === undefined) this.#rows.set(statement, [row]);
    else rows.push(row);
  }

  /**
   * Sends everything without waiting in between, in the transaction that is open.
   * @throws Error where a statement did not write what its guard had promised: the transaction must then be given up.
   */
  async send(connection: Connection): Promise<void> {
    const inOrder = [...this.#rows].sort(([one], [other]) => one.place - other.place);
    await Promise.all(
      inOrder.map(async ([statement, rows]) => {
        const { count } = await connection.run(statement, [JSON.stringify(rows)]);
        if (statement.exactly && count !== rows.length) {
          throw new Error(`${statement.name} wrote ${count} rows of ${rows.length}`);
        }
      }),
    );
  }
}
