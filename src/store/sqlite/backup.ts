import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { StoreRefused } from '../store-refused.ts';
import { type BackupContents, inspectBackup } from './backup-contents.ts';
import { createPrivately, syncDirectory } from './database-file.ts';

/** Every page in one step: the copy is of one moment, and a server that writes meanwhile cannot make it begin again. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Copies a database, served or not, into one file that only its owner can read. What is at `target` is replaced, once
 * the copy is whole, checked and on the disk; until then it stays as it was.
 * @returns what is in the copy.
 * @throws StoreRefused where there is no database at `path`, or the copy is not sound.
 */
export async function backUp(path: string, target: string): Promise<BackupContents> {
  const unfinished = `${resolve(target)}.unfinished`;
  try {
    rmSync(unfinished, { force: true });
    createPrivately(unfinished);
    await copy(path, unfinished);
    const contents = inspectBackup(unfinished);
    finish(unfinished, resolve(target));
    return contents;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

async function copy(path: string, target: string): Promise<void> {
  const source = openExisting(path);
  try {
    await backup(source, target, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
}

function openExisting(path: string): DatabaseSync {
  const location = pathToFileURL(resolve(path));
  // Not read-only: the newest commits are in the log beside the file, whose index a reader has to write, too.
  location.searchParams.set('mode', 'rw');
  try {
    return new DatabaseSync(location, { timeout: 5000 });
  } catch (error) {
    throw new StoreRefused(
      `There is no database at ${path} that can be read: check DATABASE_URL, and run this as the user that runs Countersign.`,
      { cause: error },
    );
  }
}

/** A crash before the rename leaves the backup that was there; one after it leaves the new one, whole. */
export function finish(unfinished: string, target: string): void {
  const file = openSync(unfinished, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, target);
  syncDirectory(dirname(target));
}
