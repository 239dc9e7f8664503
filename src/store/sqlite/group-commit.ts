import { StoreUnavailable } from '../../app/store-ports.ts';
import type { Database } from './database.ts';

/** Jobs in one transaction: more would hold up everything else for too long. */
const LARGEST_GROUP = 1024;

/** Turns of the event loop over which a group is gathered, at most. */
const MOST_TURNS = 4;

type Job = {
  /** Writes, and returns the call that tells the caller so. */
  readonly write: () => () => void;
  readonly fail: (error: unknown) => void;
};

/** What a transaction ends with: `flush` is its last write, `forget` comes after it, whatever became of it. */
export type Tail = { flush(): void; forget(): void };

/**
 * Many writes, one sync. Whatever is asked for during one turn of the event loop is written in the order in which it was
 * asked for, in one transaction, together with that of the next turns as long as each brings more; everybody hears of it
 * after COMMIT has returned, and not before. What is alone in its turn waits for nobody.
 */
export class GroupCommit {
  readonly #database: Database;
  readonly #tail: Tail;
  #waiting: Job[] = [];
  #scheduled = false;

  constructor(database: Database, tail: Tail) {
    this.#database = database;
    this.#tail = tail;
  }

  /**
   * @param work reads and writes the database and does nothing else: it may be run a second time, after a rollback.
   * @throws StoreUnavailable where the group was not stored; whatever else `work` threw, for its caller alone.
   */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({
        write: () => {
          const value = work();
          return () => resolve(value);
        },
        fail: reject,
      });
      if (!this.#scheduled) this.#schedule();
    });
  }

  /** Writes what waits, now. */
  drain(): void {
    while (this.#waiting.length > 0) this.#commit(this.#next());
  }

  #schedule(turn = 1): void {
    this.#scheduled = true;
    const known = this.#waiting.length;
    setImmediate(() => {
      const count = this.#waiting.length;
      if (turn < MOST_TURNS && count > known && count < LARGEST_GROUP) {
        this.#schedule(turn + 1);
        return;
      }
      this.#scheduled = false;
      this.#commit(this.#next());
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #next(): readonly Job[] {
    const group = this.#waiting.slice(0, LARGEST_GROUP);
    this.#waiting = this.#waiting.slice(LARGEST_GROUP);
    return group;
  }

  #commit(group: readonly Job[]): void {
    if (group.length === 0) return;
    const answers = this.#written(group);
    // Not within the transaction's try: nobody may be told of a commit that did not return.
    for (const answer of answers) answer();
  }

  #written(group: readonly Job[]): readonly (() => void)[] {
    try {
      return this.#inTransaction(group);
    } catch (error) {
      if (error instanceof StoreUnavailable || group.length === 1) {
        for (const job of group) job.fail(error);
      } else {
        // One job was at fault and took the group's transaction with it: alone, each gets what it deserves.
        for (const job of group) this.#commit([job]);
      }
      return [];
    }
  }

  #inTransaction(group: readonly Job[]): readonly (() => void)[] {
    try {
      return this.#database.transaction(() => {
        const answers = group.map((job) => job.write());
        this.#tail.flush();
        return answers;
      });
    } finally {
      this.#tail.forget();
    }
  }
}
