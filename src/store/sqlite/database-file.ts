import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Creates a file that only its owner can read, where there is none; SQLite gives its log and index the same mode. An
 * existing file is not opened: closing a second handle would drop this process's locks on it (POSIX, fcntl).
 */
export function createPrivately(path: string): void {
  if (existsSync(path)) return;
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    const raced = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!raced) throw error;
  }
}

/**
 * Makes sure that a database file is there, in a directory that only its owner can enter.
 * @returns its one true path, so that two names for one file are not taken for two databases.
 */
export function prepareDatabaseFile(path: string): string {
  const absolute = resolve(path);
  const created = mkdirSync(dirname(absolute), { recursive: true, mode: 0o700 });
  if (created !== undefined) syncDirectory(dirname(created));
  createPrivately(absolute);
  return realpathSync(absolute);
}

/** A new directory's own name must outlive a power failure too; SQLite sees to the files within. */
export function syncDirectory(path: string): void {
  // Windows has no such call: a directory cannot be opened there.
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
