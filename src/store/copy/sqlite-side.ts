import { existsSync, renameSync } from 'node:fs';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { readMigrations } from '../migrations/read-migrations.ts';
import { connect } from '../sqlite/database.ts';
import { prepareDatabaseFile } from '../sqlite/database-file.ts';
import { migrate } from '../sqlite/migrate.ts';
import { lockForServing } from '../sqlite/serving-lock.ts';
import { StoreRefused } from '../store-refused.ts';
import type { CopySource, CopyTarget } from './copy-side.ts';
import {
  type CopiedRow,
  type CopiedTable,
  type CopiedValue,
  type Position,
  STATE_COLUMNS,
} from './tables.ts';

const MIGRATIONS = new URL('../migrations/sqlite/', import.meta.url);

/** Where rows are kept under numbers of this database's own: what they are called elsewhere. */
const READ_AS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  challenges: { client: '(SELECT ref FROM clients WHERE clients.number = challenges.client)' },
  deliveries: { challenge: '(SELECT id FROM challenges WHERE challenges.number = deliveries.challenge)' },
};

const WRITE_AS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  challenges: {
    client: '(SELECT number FROM clients WHERE clients.channel = $channel AND clients.ref = $client)',
  },
  deliveries: { challenge: '(SELECT number FROM challenges WHERE challenges.id = $challenge)' },
};

/** @throws StoreRefused where there is no such file, or a service runs on it. */
export function sqliteSource(file: string): CopySource {
  if (!existsSync(file)) throw new StoreRefused(`There is no database ${file} to copy.`);
  return openSide(prepareDatabaseFile(file));
}

/**
 * The file gets its name when the copy is complete: until then it is another one, which nobody takes for a database.
 * @throws StoreRefused where a file of that name is there already.
 */
export function sqliteTarget(file: string): CopyTarget {
  if (existsSync(file)) {
    throw new StoreRefused(
      `${file} is there already: name another file for the copy, or move that one away.`,
    );
  }
  const unfinished = prepareDatabaseFile(`${file}.copying`);
  const side = openSide(unfinished);
  return {
    ...side,
    finish: async () => {
      await side.close();
      renameSync(unfinished, file);
    },
  };
}

function openSide(file: string): CopyTarget {
  const lock = lockForServing(file);
  const connection = connect(file);
  migrate(connection, readMigrations(MIGRATIONS));
  return {
    read: async (table, after, limit) => {
      const keys = table.key.join(', ');
      const beyond = after === null ? '' : `WHERE (${keys}) > (${table.key.map(() => '?').join(', ')})`;
      const statement = connection.prepare(
        `SELECT ${selected(table)} FROM ${table.name} ${beyond} ORDER BY ${keys} LIMIT ?`,
      );
      return statement.all(...inputs(after ?? []), limit).map((row) => valuesOf(table.columns, row));
    },
    count: async ({ name }) =>
      Number(connection.prepare(`SELECT count(*) AS rows FROM ${name}`).get()?.['rows']),
    state: async () =>
      valuesOf(
        STATE_COLUMNS,
        connection.prepare(`SELECT ${STATE_COLUMNS.join(', ')} FROM audit_state`).get(),
      ),
    last: async (table) => last(connection, table),
    write: async (table, rows) => writeAll(connection, table, rows),
    writeState: async (state) => {
      connection
        .prepare(`UPDATE audit_state SET ${STATE_COLUMNS.map((column) => `${column} = ?`).join(', ')}`)
        .run(...inputs(state));
    },
    finish: async () => undefined,
    close: async () => {
      if (connection.isOpen) connection.close();
      lock.release();
    },
  };
}

function last(connection: DatabaseSync, table: CopiedTable): Position | null {
  const order = table.key.map((column) => `${column} DESC`).join(', ');
  const row = connection
    .prepare(`SELECT ${table.key.join(', ')} FROM ${table.name} ORDER BY ${order} LIMIT 1`)
    .get();
  return row === undefined ? null : valuesOf(table.key, row);
}

function writeAll(connection: DatabaseSync, table: CopiedTable, rows: readonly CopiedRow[]): void {
  const values = table.columns.map((column) => WRITE_AS[table.name]?.[column] ?? `$${column}`);
  const insert = connection.prepare(
    `INSERT INTO ${table.name} (${table.columns.join(', ')}) VALUES (${values.join(', ')})`,
  );
  connection.exec('BEGIN IMMEDIATE');
  try {
    for (const row of rows) {
      insert.run(Object.fromEntries(table.columns.map((column, place) => [column, row[place] ?? null])));
    }
    // Commit point. A crash before it leaves none of these rows, and the next run begins with them again.
    connection.exec('COMMIT');
  } catch (error) {
    // A trigger may have done it already.
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

const selected = ({ name, columns }: CopiedTable): string =>
  columns.map((column) => `${READ_AS[name]?.[column] ?? column} AS ${column}`).join(', ');

const inputs = (values: readonly CopiedValue[]): SQLInputValue[] => [...values];

function valuesOf(columns: readonly string[], row: Readonly<Record<string, unknown>> | undefined): CopiedRow {
  return columns.map((column) => {
    const value = row?.[column];
    const isKnown = typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array;
    if (value === null || isKnown) return value;
    throw new Error(`a value in ${column} cannot be copied`);
  });
}
