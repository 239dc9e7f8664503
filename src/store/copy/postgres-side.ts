import { Connection, type Row, type Statement, type Value } from '../postgres/connection.ts';
import { prepareDatabase } from '../postgres/prepare-database.ts';
import { bytes } from '../postgres/rows-to-write.ts';
import { StoreRefused } from '../store-refused.ts';
import type { CopySource, CopyTarget } from './copy-side.ts';
import { type CopiedRow, type CopiedTable, type Position, STATE_COLUMNS } from './tables.ts';

const OTHERS: Statement = {
  name: 'copy-others',
  text: `SELECT count(*)::integer AS sessions FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'countersign' AND pid <> pg_backend_pid()`,
};

const FILLED: Statement = {
  name: 'copy-filled',
  text: `SELECT EXISTS (SELECT FROM copy_under_way) AS begun,
    EXISTS (SELECT FROM clients) OR EXISTS (SELECT FROM api_keys) OR EXISTS (SELECT FROM audit_entries) AS filled`,
};

/** @throws StoreRefused where a service runs on it. */
export async function postgresSource(url: string): Promise<CopySource> {
  return sideOf(await openAlone(url));
}

/** @throws StoreRefused where a service runs on it, or it holds something that no copy wrote. */
export async function postgresTarget(url: string): Promise<CopyTarget> {
  const connection = await openAlone(url);
  const [found] = (await connection.run(FILLED)).rows;
  if (found?.['filled'] === true && found['begun'] !== true) {
    await connection.close();
    throw new StoreRefused('The database to copy to holds something already: name an empty one.');
  }
  await connection.script('INSERT INTO copy_under_way DEFAULT VALUES ON CONFLICT DO NOTHING');
  return sideOf(connection);
}

async function openAlone(url: string): Promise<Connection> {
  const connection = await Connection.open(url);
  try {
    await prepareDatabase(connection);
    const [others] = (await connection.run(OTHERS)).rows;
    if (others?.['sessions'] === 0) return connection;
    throw new StoreRefused('A service runs on this PostgreSQL database: stop every instance first.');
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function sideOf(connection: Connection): CopyTarget {
  const run = (name: string, text: string, values: readonly Value[] = []) =>
    connection.run({ name: `copy-${name}`, text }, values);
  return {
    read: async (table, after, limit) => {
      const keys = table.key.join(', ');
      const beyond = table.key.map((_, place) => `$${place + 2}`).join(', ');
      const where = after === null ? '' : `WHERE (${keys}) > (${beyond})`;
      const { rows } = await run(
        `read-${table.name}-${after === null ? 'first' : 'next'}`,
        `SELECT ${table.columns.join(', ')} FROM ${table.name} ${where} ORDER BY ${keys} LIMIT $1`,
        [limit, ...(after ?? [])],
      );
      return rows.map((row) => valuesOf(table.columns, row));
    },
    count: async ({ name }) => {
      const [row] = (await run(`count-${name}`, `SELECT count(*) AS rows FROM ${name}`)).rows;
      return Number(row?.['rows']);
    },
    state: async () => {
      const [row] = (await run('state', `SELECT ${STATE_COLUMNS.join(', ')} FROM audit_state`)).rows;
      return valuesOf(STATE_COLUMNS, row);
    },
    last: async (table) => {
      const order = table.key.map((column) => `${column} DESC`).join(', ');
      const { rows } = await run(
        `last-${table.name}`,
        `SELECT ${table.key.join(', ')} FROM ${table.name} ORDER BY ${order} LIMIT 1`,
      );
      return rows[0] === undefined ? null : valuesOf(table.key, rows[0]);
    },
    write: async (table, rows) => {
      const columns = table.columns.join(', ');
      const given = JSON.stringify(rows.map((row) => jsonOf(table, row)));
      if (table.name === 'audit_entries') await connection.script(`BEGIN; ${LET_LOG_GROW}`);
      // Commit point. A crash before it leaves none of these rows, and the next run begins with them again.
      await run(
        `write-${table.name}`,
        `INSERT INTO ${table.name} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table.name}, $1)`,
        [given],
      );
      if (table.name === 'audit_entries') await connection.script('COMMIT');
    },
    writeState: async (state) => {
      const places = STATE_COLUMNS.map((column, place) => `${column} = $${place + 1}`).join(', ');
      await run('write-state', `UPDATE audit_state SET ${places}`, state);
    },
    finish: async () => {
      await connection.script(`BEGIN; ${NUMBER_ON}; DELETE FROM copy_under_way; COMMIT`);
    },
    close: () => connection.close(),
  };
}

/** The log's own check wants the size to be where the new entries begin. */
const LET_LOG_GROW = 'UPDATE audit_state SET size = (SELECT count(*) FROM audit_entries)';

/** Rows to come are numbered after those that were copied. */
const NUMBER_ON = ['challenges', 'deliveries', 'api_keys', 'blocked_clients']
  .map(
    (table) =>
      `SELECT setval(pg_get_serial_sequence('${table}', 'number'), (SELECT coalesce(max(number), 0) + 1 FROM ${table}), false)`,
  )
  .join('; ');

const jsonOf = ({ columns }: CopiedTable, row: CopiedRow) =>
  Object.fromEntries(
    columns.map((column, place) => {
      const value = row[place] ?? null;
      return [column, value instanceof Uint8Array ? bytes(value) : value];
    }),
  );

function valuesOf(columns: readonly string[], row: Row | undefined): Position {
  return columns.map((column) => {
    const value = row?.[column];
    const isKnown = typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array;
    if (value === null || isKnown) return value;
    throw new Error(`a value in ${column} cannot be copied`);
  });
}
