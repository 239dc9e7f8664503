import { copyFileSync, existsSync, linkSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreRefused } from '../store-refused.ts';
import { finish } from './backup.ts';
import { type BackupContents, inspectBackup } from './backup-contents.ts';
import { createPrivately, prepareDatabaseFile, syncDirectory } from './database-file.ts';
import { lockForServing } from './serving-lock.ts';

export type Restored = BackupContents & {
  /** Where the database that was there before is now; null where there was none. */
  readonly before: string | null;
};

export type RestoreOptions = {
  readonly source: string;
  /** Of the database. */
  readonly path: string;
  /** Where the database that is there goes; null: where there is one, nothing is done. */
  readonly before: string | null;
};

/**
 * Puts a backup in a database's place, while nobody serves it.
 *
 * The old database is given a second name, then the new one takes its first name in one step: a crash at any moment
 * leaves one or the other there, whole, and never none.
 * @throws StoreRefused where the backup is not sound, the database is being served, or is there and `before` is null.
 */
export function restore({ source, path, before }: RestoreOptions): Restored {
  const isThere = existsSync(path);
  if (isThere && before === null) {
    throw new StoreRefused(
      `There is a database at ${path} already: add --force to put it aside and the backup in its place.`,
    );
  }
  inspectBackup(resolve(source));
  const target = prepareDatabaseFile(path);
  const lock = lockForServing(target);
  const unfinished = `${target}.restoring`;
  try {
    rmSync(unfinished, { force: true });
    createPrivately(unfinished);
    copyFileSync(source, unfinished);
    const contents = inspectBackup(unfinished);
    foldLog(target);
    if (isThere && before !== null) putAside(target, before);
    finish(unfinished, target);
    return { ...contents, before: isThere ? before : null };
  } finally {
    rmSync(unfinished, { force: true });
    lock.release();
  }
}

/** The old log beside the file would be taken for the new database's: its commits go into the old file first. */
function foldLog(path: string): void {
  try {
    const database = new DatabaseSync(path);
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  } catch {
    // Damaged: that may be why somebody restores. What can be had of it is in the file and its log, set aside as they are.
  }
  for (const suffix of ['-wal', '-shm']) {
    if (!existsSync(`${path}${suffix}`)) continue;
    copyFileSync(`${path}${suffix}`, `${path}.damaged${suffix}`);
    rmSync(`${path}${suffix}`);
  }
}

function putAside(path: string, before: string): void {
  try {
    linkSync(path, before);
  } catch {
    // Some file systems know no second name.
    copyFileSync(path, before);
  }
  syncDirectory(dirname(before));
}
