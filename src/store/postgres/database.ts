import type { Answer, Connection, Row, Statement, Value } from './connection.ts';
import { Line } from './line.ts';

/** Sessions on which reads are spread, so that one that is slow does not hold up all. */
const READERS = 2;

/**
 * The sessions of one instance: some for reads, one for single writes, one for the groups of group-commit.ts. A
 * session that was lost is opened anew by the next call that needs it; nothing has to be restarted.
 */
export class Database {
  readonly #readers: readonly Line[];
  readonly #single: Line;
  readonly #group: Line;
  #next = 0;

  constructor(url: string) {
    this.#readers = Array.from({ length: READERS }, () => new Line(url));
    this.#single = new Line(url);
    this.#group = new Line(url);
  }

  /** @throws StoreUnavailable */
  async read(statement: Statement, values: readonly Value[]): Promise<readonly Row[]> {
    this.#next = (this.#next + 1) % this.#readers.length;
    const line = this.#readers[this.#next] ?? this.#single;
    const connection = await line.connection();
    return (await connection.run(statement, values)).rows;
  }

  /**
   * One statement that writes: a transaction of its own, durable when this resolves.
   * @throws StoreUnavailable
   */
  async write(statement: Statement, values: readonly Value[]): Promise<Answer> {
    const connection = await this.#single.connection();
    // Commit point, the server's: a crash before it leaves nothing of the statement, one after it all.
    return await connection.run(statement, values);
  }

  /**
   * Lends the session for transactions: to one at a time, which group-commit.ts sees to.
   * @throws StoreUnavailable
   */
  async groupConnection(): Promise<Connection> {
    return await this.#group.connection();
  }

  async close(): Promise<void> {
    const lines = [...this.#readers, this.#single, this.#group];
    await Promise.all(lines.map((line) => line.close()));
  }
}
