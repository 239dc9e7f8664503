import { Client, types } from 'pg';
import { StoreRefused } from '../store-refused.ts';
import { connectionLost, judged } from './postgres-errors.ts';

/** SQL that a connection prepares once, under its name. */
export type Statement = { readonly name: string; readonly text: string };

export type Row = Readonly<Record<string, unknown>>;

export type Answer = { readonly rows: readonly Row[]; readonly count: number };

/** A statement's parameters: rows go as one JSON text. */
export type Value = string | number | boolean | null | Uint8Array | readonly string[];

const CONNECT_MILLISECONDS = 5000;
/** Longer than a statement may take on the server: after this the line itself is taken for dead. */
const SILENT_MILLISECONDS = 9000;

/**
 * What each session asks of the server. Most of it bounds how long an instance that hangs, or whose network is cut in
 * the middle of a transaction, holds what others wait for.
 */
const SESSION = `
  SET statement_timeout = 6000; SET lock_timeout = 5000; SET idle_in_transaction_session_timeout = 2000;
  SET client_min_messages = warning`;

/** On systems that have them; elsewhere the server refuses, and its own defaults hold. */
const KEEPALIVE = `
  SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3;
  SET tcp_user_timeout = 5000`;

const PROMISES = `
  SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS full_page_writes,
    current_setting('server_version_num')::integer AS version, current_setting('server_encoding') AS encoding,
    pg_is_in_recovery() AS is_standby, pg_backend_pid() AS session,
    CASE WHEN current_setting('synchronous_commit') IN ('on', 'remote_apply') THEN 'kept'
      ELSE set_config('synchronous_commit', 'on', false) END AS synchronous_commit`;

const OLDEST_VERSION = 130_000;

const BIGINT = 20;

/** A bigint is a time or a count here, and far below 2^53. Everything else as the driver reads it. */
const TYPES = {
  getTypeParser: (type: number, format?: 'text' | 'binary') =>
    type === BIGINT ? Number : types.getTypeParser(type, format),
};

/**
 * One session of a PostgreSQL server. Statements are sent as they are asked for, without waiting for the answers to
 * those before (pipelined), and answered in their order.
 */
export class Connection {
  readonly #client: Client;
  #lost = false;
  #session = 0;

  private constructor(client: Client) {
    this.#client = client;
  }

  /**
   * A session that keeps what is promised of durability.
   * @throws StoreRefused where it cannot, or where the server does not let this user in.
   * @throws StoreUnavailable where the server cannot be reached.
   */
  static async open(url: string): Promise<Connection> {
    const client = new Client({
      connectionString: url,
      application_name: 'countersign',
      connectionTimeoutMillis: CONNECT_MILLISECONDS,
      query_timeout: SILENT_MILLISECONDS,
      keepAlive: true,
      keepAliveInitialDelayMillis: 3000,
      pipeline: true,
      types: TYPES,
    });
    const connection = new Connection(client);
    const lost = (): void => {
      connection.#lost = true;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      await client.query(SESSION);
      await client.query(KEEPALIVE).catch(() => null);
      const [found]: readonly Row[] = (await client.query(PROMISES)).rows;
      requirePromises(found);
      connection.#session = Number(found?.['session']);
      return connection;
    } catch (error) {
      client.end().catch(() => null);
      throw judged(error);
    }
  }

  /** Whether nothing has shown yet that the session is over. */
  get usable(): boolean {
    return !this.#lost;
  }

  /** The number by which the server knows the session. */
  get session(): number {
    return this.#session;
  }

  /** @throws StoreUnavailable where the medium failed; else what the server said. */
  async run(statement: Statement, values: readonly Value[] = []): Promise<Answer> {
    try {
      const { rows, rowCount } = await this.#client.query({ ...statement, values: [...values] });
      return { rows, count: rowCount ?? 0 };
    } catch (error) {
      throw this.#judged(error);
    }
  }

  /** SQL without parameters, several statements if need be. Answers the name of the last command that was carried out. */
  async script(sql: string): Promise<string> {
    try {
      const result: unknown = await this.#client.query(sql);
      const last: unknown = Array.isArray(result) ? result.at(-1) : result;
      return typeof last === 'object' && last !== null && 'command' in last ? String(last.command) : '';
    } catch (error) {
      throw this.#judged(error);
    }
  }

  /** What the server tells this session by NOTIFY, and which session told it. */
  listen(heard: (payload: string, session: number) => void): void {
    this.#client.on('notification', ({ payload, processId }) => heard(payload ?? '', processId));
  }

  /** Calls back once, when the session has ended, whyever. */
  whenLost(told: () => void): void {
    this.#client.once('end', told);
  }

  /** Ends the session; what was asked for before is answered first. */
  async close(): Promise<void> {
    this.#lost = true;
    await this.#client.end().catch(() => null);
  }

  /** Ends the session at once: whatever is under way fails. */
  abandon(): void {
    this.#lost = true;
    this.#client.end().catch(() => null);
  }

  #judged(error: unknown): unknown {
    if (connectionLost(error)) this.abandon();
    return judged(error);
  }
}

function requirePromises(found: Row | undefined): void {
  const { version, is_standby: isStandby, encoding } = found ?? {};
  if (typeof version !== 'number' || version < OLDEST_VERSION) {
    throw new StoreRefused('The PostgreSQL server is older than version 13: upgrade it first.');
  }
  if (encoding !== 'UTF8') {
    throw new StoreRefused(`The database is encoded in ${encoding}: create one with the encoding UTF8.`);
  }
  if (isStandby === true) {
    throw new StoreRefused(
      'The PostgreSQL server in DATABASE_URL is a standby and takes no writes: name the primary, or add target_session_attrs.',
    );
  }
  for (const setting of ['fsync', 'full_page_writes'] as const) {
    if (found?.[setting] === 'on') continue;
    throw new StoreRefused(
      `The PostgreSQL server runs with ${setting} off, so what is acknowledged might be lost. Set it to on in postgresql.conf.`,
    );
  }
}
