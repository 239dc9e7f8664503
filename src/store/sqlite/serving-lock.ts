import { DatabaseSync } from 'node:sqlite';
import { StoreRefused } from '../store-refused.ts';
import { createPrivately } from './database-file.ts';
import { isBusy } from './sqlite-errors.ts';

export type ServingLock = { release(): void };

/**
 * Claims a database for this process's life, so that no two serve it. The claim is an exclusive transaction on an
 * empty database beside it: a lock of the operating system, which ends with the process however that ends. Commands
 * that only open the database are not concerned.
 * @param path of the database, without symbolic links.
 * @throws StoreRefused where another process, or this one already, serves it.
 */
export function lockForServing(path: string): ServingLock {
  const lockPath = `${path}-serving`;
  createPrivately(lockPath);
  const connection = new DatabaseSync(lockPath, { timeout: 0 });
  try {
    // The transaction writes nothing: no journal beside it either.
    connection.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    connection.close();
    if (!isBusy(error)) throw error;
    throw new StoreRefused(
      `Another countersign process already serves ${path}: stop that one first, or give this one a database of its own.`,
    );
  }
  return {
    release: () => {
      if (connection.isOpen) connection.close();
    },
  };
}
