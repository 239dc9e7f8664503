import type { DatabaseSync } from 'node:sqlite';
import type { Migration } from '../migrations/read-migrations.ts';
import { StoreRefused } from '../store-refused.ts';
import { APPLICATION_ID } from './database.ts';

const APPLIED_TABLE = `CREATE TABLE IF NOT EXISTS migrations (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  breaking INTEGER NOT NULL CHECK (breaking IN (0, 1))
) STRICT`;

/**
 * Brings a database to the newest schema that this program knows, each step in a transaction of its own. A newer,
 * non-breaking schema is left as it is.
 * @throws StoreRefused where a newer version changed it beyond what this one understands.
 */
export function migrate(connection: DatabaseSync, migrations: readonly Migration[]): void {
  refuseNewer(connection, migrations);
  for (const migration of migrations) {
    if (!appliedNumbers(connection).has(migration.number)) apply(connection, migration);
  }
}

function apply(connection: DatabaseSync, migration: Migration): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    // Looked at again under the lock: a second process may have been quicker.
    if (!appliedNumbers(connection).has(migration.number)) {
      connection.exec(`PRAGMA application_id = ${APPLICATION_ID}`);
      connection.exec(APPLIED_TABLE);
      connection.exec(migration.sql);
      connection
        .prepare('INSERT INTO migrations (number, name, breaking) VALUES (?, ?, ?)')
        .run(migration.number, migration.name, migration.breaking ? 1 : 0);
    }
    // Commit point. A crash before it leaves the schema as it was, one after it leaves the step whole and noted; the
    // next start goes on from there.
    connection.exec('COMMIT');
  } catch (error) {
    if (connection.isTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

function appliedNumbers(connection: DatabaseSync): ReadonlySet<number> {
  return new Set(appliedRows(connection).map((row) => Number(row['number'])));
}

export function refuseNewer(connection: DatabaseSync, migrations: readonly Migration[]): void {
  const newest = migrations.length;
  const beyond = appliedRows(connection).find(
    (row) => Number(row['number']) > newest && row['breaking'] === 1,
  );
  if (beyond !== undefined) {
    throw new StoreRefused(
      `The database was changed by a newer version of Countersign (schema ${beyond['number']}, this version knows ${newest}): start that version again, or restore a backup made before the upgrade.`,
    );
  }
}

function appliedRows(connection: DatabaseSync): readonly Record<string, unknown>[] {
  return hasTable(connection, 'migrations')
    ? connection.prepare('SELECT number, breaking FROM migrations').all()
    : [];
}

function hasTable(connection: DatabaseSync, name: string): boolean {
  const found = connection.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`).get(name);
  return found !== undefined;
}
