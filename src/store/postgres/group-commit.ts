import { StoreUnavailable } from '../../app/store-ports.ts';
import { AuditAppender } from './audit-appender.ts';
import { LOCK_LOG, lockedState } from './audit-state.ts';
import type { Connection } from './connection.ts';
import type { Database } from './database.ts';
import { Guards } from './guards.ts';
import { RowsToWrite } from './rows-to-write.ts';

/** Jobs in one transaction: it holds the lock of the log, for which other instances wait. */
const LARGEST_GROUP = 512;

/** One write of a caller: looked at and written together with those of others. */
export type Job<T> = {
  /** Names of the rows that it may change. Two jobs that share one are never in the same group. */
  readonly touches: readonly string[];
  ask(guards: Guards): void;
  /** Says what is to be written, if its guards hold, and what the caller is answered once it is. */
  write(guards: Guards, rows: RowsToWrite, log: AuditAppender): T;
};

type Waiting = {
  readonly touches: readonly string[];
  readonly ask: (guards: Guards) => void;
  /** Writes, and returns the call that tells the caller so. */
  readonly write: (guards: Guards, rows: RowsToWrite, log: AuditAppender) => () => void;
  readonly fail: (error: unknown) => void;
};

/**
 * Many writes, one transaction, three round trips: the first takes the lock of the log and reads every guard, the second
 * writes everything, the third commits. What is asked for while a group is under way forms the next one. The lock, a row that all
 * instances share, makes the guards certain: nobody writes what they are about before the group has ended.
 */
export class GroupCommit {
  readonly #database: Database;
  #waiting: Waiting[] = [];
  #working = false;
  #idle: Promise<void> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  /** @throws StoreUnavailable where the group was not stored; whatever else its own job caused, for its caller alone. */
  run<T>(job: Job<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        touches: job.touches,
        ask: (guards) => job.ask(guards),
        write: (guards, rows, log) => {
          const value = job.write(guards, rows, log);
          return () => resolve(value);
        },
        fail: reject,
      });
      if (!this.#working) this.#idle = this.#work();
    });
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    while (this.#working) await this.#idle;
  }

  async #work(): Promise<void> {
    this.#working = true;
    // Whatever else is asked for in this turn of the event loop goes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#commit(this.#next());
    // In the same turn as the look at the queue: whoever asks from now on begins anew.
    this.#working = false;
  }

  /** As many as fit, in their order, but for those that touch what an earlier one touches. */
  #next(): readonly Waiting[] {
    const touched = new Set<string>();
    const group: Waiting[] = [];
    const later: Waiting[] = [];
    for (const job of this.#waiting) {
      const fits = group.length < LARGEST_GROUP && !job.touches.some((row) => touched.has(row));
      if (fits) group.push(job);
      else later.push(job);
      for (const row of job.touches) touched.add(row);
    }
    this.#waiting = later;
    return group;
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    let answers: readonly (() => void)[];
    try {
      answers = await this.#written(group);
    } catch (error) {
      if (error instanceof StoreUnavailable || group.length === 1) {
        for (const job of group) job.fail(error);
      } else {
        // One job was at fault and took the group's transaction with it: alone, each gets what it deserves.
        for (const job of group) await this.#commit([job]);
      }
      return;
    }
    for (const answer of answers) answer();
  }

  async #written(group: readonly Waiting[]): Promise<readonly (() => void)[]> {
    const connection = await this.#database.groupConnection();
    try {
      const guards = new Guards();
      for (const job of group) job.ask(guards);
      const [, state] = await allAnswered([
        connection.script(`BEGIN; ${LOCK_LOG}`),
        lockedState(connection),
        guards.read(connection),
      ]);
      const rows = new RowsToWrite();
      const log = new AuditAppender(state, guards, rows);
      const answers = group.map((job) => job.write(guards, rows, log));
      log.flush();
      // Not in one go with the commit: a write that did not do what its guard promised must not become durable.
      await rows.send(connection);
      // Commit point. A crash of this process, of the server or of the line between them before the server has synced
      // the commit leaves nothing of the group; one after it leaves all of it. In either case the callers heard nothing:
      // bots repeat the request (an idempotency key finds the first answer), persons see their link's true state,
      // another instance expires and delivers what is due.
      const committed = await connection.script('COMMIT');
      if (committed !== 'COMMIT')
        throw new StoreUnavailable(`the database answered ${committed} to a commit`);
      return answers;
    } catch (error) {
      await rollBack(connection);
      throw error;
    }
  }
}

/** Waits for all of them, also where one fails, so that none is left under way. @throws what the first one threw. */
async function allAnswered<T extends readonly Promise<unknown>[]>(
  promises: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return await Promise.all(promises);
}

async function rollBack(connection: Connection): Promise<void> {
  if (!connection.usable) return;
  try {
    await connection.script('ROLLBACK');
  } catch {
    // The server rolls back what its session leaves behind.
    connection.abandon();
  }
}
