import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { StoreUnavailable } from '../../app/store-ports.ts';
import { StoreRefused } from '../store-refused.ts';
import { requireDurability } from './durability.ts';
import { connectionSuspect, mediumFailed, unavailable } from './sqlite-errors.ts';

/** How long a statement waits for another process (a command beside the server) to end its transaction. */
export const BUSY_MILLISECONDS = 5000;

/** Written into the file's head, so that a database of another program is recognised: "CSgn". */
export const APPLICATION_ID = 0x4353676e;

/**
 * A connection to an existing file, empty or ours, that keeps the promises of durability.ts.
 * @throws StoreRefused where it cannot.
 */
export function connect(path: string): DatabaseSync {
  const location = pathToFileURL(path);
  // Never creates: a file that vanished must not come back empty.
  location.searchParams.set('mode', 'rw');
  const connection = new DatabaseSync(location, {
    timeout: BUSY_MILLISECONDS,
    enableForeignKeyConstraints: true,
    enableDoubleQuotedStringLiterals: false,
    allowExtension: false,
    defensive: true,
  });
  try {
    if (!isOurs(connection) && !isEmpty(connection)) {
      throw new StoreRefused(
        `The database ${path} belongs to another program: choose another path in DATABASE_URL, or move that file away.`,
      );
    }
    requireDurability(connection);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

function isOurs(connection: DatabaseSync): boolean {
  return connection.prepare('PRAGMA application_id').get()?.['application_id'] === APPLICATION_ID;
}

const isEmpty = (connection: DatabaseSync): boolean =>
  connection.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;

/**
 * The one connection of a store. Reads and transactions are synchronous, so none ever sees another's middle. A
 * connection that an I/O error made suspect is given up, and the next call opens a new one with the same checks.
 */
export class Database {
  readonly #path: string;
  readonly #statements = new Map<string, StatementSync>();
  #connection: DatabaseSync | null;
  #closed = false;

  /** @param connection to `path`, migrated. */
  constructor(path: string, connection: DatabaseSync) {
    this.#path = path;
    this.#connection = connection;
  }

  /** The statement for a text of SQL, compiled once for each connection. Only within `read` and `transaction`. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#open().prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** @throws StoreUnavailable where the medium failed; whatever else `work` throws comes through. */
  read<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw this.#judged(error);
    }
  }

  /**
   * Runs `work` between BEGIN IMMEDIATE and COMMIT: all that it wrote is durable when this returns, and where this
   * throws nothing is.
   * @throws StoreUnavailable where the medium failed; whatever else `work` throws comes through.
   */
  transaction<T>(work: () => T): T {
    try {
      this.prepare('BEGIN IMMEDIATE').run();
      const result = work();
      // Commit point. A crash before COMMIT has written and synced its frame leaves nothing of this transaction:
      // SQLite discards the unfinished frames when the file is next opened. A crash after it leaves all of it. In
      // either case the callers heard nothing: bots repeat the request (an idempotency key finds the first answer),
      // persons see their link's true state, the sweeper expires and the deliverer sends what is due.
      this.prepare('COMMIT').run();
      return result;
    } catch (error) {
      this.#rollBack();
      throw this.#judged(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#disconnect();
  }

  #open(): DatabaseSync {
    if (this.#closed) throw new StoreUnavailable('the database was closed');
    if (this.#connection !== null) return this.#connection;
    try {
      const connection = connect(this.#path);
      this.#connection = connection;
      if (isOurs(connection)) return connection;
      this.#disconnect();
      throw new StoreUnavailable('the database file was emptied');
    } catch (error) {
      // What would stop a start is, once running, something that may pass.
      throw error instanceof StoreRefused ? unavailable(error) : error;
    }
  }

  #rollBack(): void {
    const connection = this.#connection;
    if (connection === null || !connection.isTransaction) return;
    try {
      connection.exec('ROLLBACK');
    } catch {
      // Closing rolls back what nothing else can.
      this.#disconnect();
    }
  }

  #judged(error: unknown): unknown {
    if (connectionSuspect(error)) this.#disconnect();
    return mediumFailed(error) ? unavailable(error) : error;
  }

  #disconnect(): void {
    this.#statements.clear();
    const connection = this.#connection;
    this.#connection = null;
    if (connection?.isOpen) connection.close();
  }
}
