import type { Migration } from '../migrations/read-migrations.ts';
import { StoreRefused } from '../store-refused.ts';
import type { Connection, Row, Statement } from './connection.ts';

/** Instances that start at once wait for one another here. Any number will do, as long as nobody else locks it: "CSgn". */
const LOCK_MIGRATIONS = `SELECT pg_advisory_xact_lock(${0x4353676e}, 1)`;

const APPLIED_TABLE = `
  CREATE TABLE IF NOT EXISTS migrations (number integer PRIMARY KEY, name text NOT NULL, breaking boolean NOT NULL)`;

const HAS_TABLE: Statement = {
  name: 'migrations-there',
  text: `SELECT to_regclass('migrations') IS NOT NULL AS there,
    EXISTS (SELECT FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r') AS used`,
};

const APPLIED: Statement = { name: 'migrations-applied', text: 'SELECT number, breaking FROM migrations' };

const NOTE: Statement = {
  name: 'migrations-note',
  text: 'INSERT INTO migrations (number, name, breaking) VALUES ($1, $2, $3)',
};

/**
 * Brings a database to the newest schema that this program knows, each step in a transaction of its own. A newer,
 * non-breaking schema is left as it is, so that instances of two versions can serve side by side during an upgrade.
 * @throws StoreRefused where a newer version changed it beyond what this one understands, or it is another program's.
 */
export async function migrate(connection: Connection, migrations: readonly Migration[]): Promise<void> {
  const applied = await appliedRows(connection);
  refuseNewer(applied, migrations);
  const known = numbersOf(applied);
  for (const migration of migrations) {
    if (!known.has(migration.number)) await apply(connection, migration);
  }
}

async function apply(connection: Connection, migration: Migration): Promise<void> {
  // A step may take longer than a statement of the service may.
  await connection.script(
    `BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; ${LOCK_MIGRATIONS}`,
  );
  try {
    // Looked at again under the lock: a second instance may have been quicker.
    if (!numbersOf(await appliedRows(connection)).has(migration.number)) {
      await connection.script(`${APPLIED_TABLE}; ${migration.sql}`);
      await connection.run(NOTE, [migration.number, migration.name, migration.breaking]);
    }
    // Commit point. A crash before it leaves the schema as it was, one after it leaves the step whole and noted; the
    // next start goes on from there.
    await connection.script('COMMIT');
  } catch (error) {
    if (connection.usable) await connection.script('ROLLBACK').catch(() => connection.abandon());
    throw error;
  }
}

const numbersOf = (applied: readonly Row[]): ReadonlySet<number> =>
  new Set(applied.map((row) => Number(row['number'])));

function refuseNewer(applied: readonly Row[], migrations: readonly Migration[]): void {
  const newest = migrations.length;
  const beyond = applied.find((row) => Number(row['number']) > newest && row['breaking'] === true);
  if (beyond !== undefined) {
    throw new StoreRefused(
      `The database was changed by a newer version of Countersign (schema ${beyond['number']}, this version knows ${newest}): start that version again, or restore a backup made before the upgrade.`,
    );
  }
}

async function appliedRows(connection: Connection): Promise<readonly Row[]> {
  const [found] = (await connection.run(HAS_TABLE)).rows;
  if (found?.['there'] === true) return (await connection.run(APPLIED)).rows;
  if (found?.['used'] === true) {
    throw new StoreRefused(
      'The database in DATABASE_URL belongs to another program: name an empty database, or add a schema of its own with ?options=-csearch_path=name.',
    );
  }
  return [];
}
