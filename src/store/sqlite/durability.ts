import type { DatabaseSync } from 'node:sqlite';
import { StoreRefused } from '../store-refused.ts';

type Pragma = { readonly name: string; readonly set: string; readonly expected: string | number };

/**
 * How a connection must behave (https://www.sqlite.org/pragma.html). SQLite ignores a pragma that it does not know or
 * cannot obey, and some file systems cannot do WAL: so each is read back.
 */
const REQUIRED: readonly Pragma[] = [
  { name: 'journal_mode', set: 'WAL', expected: 'wal' },
  // Each commit is on the disk before it returns. With less, WAL may lose the last commits when the power fails.
  { name: 'synchronous', set: 'FULL', expected: 2 },
  // On macOS fsync leaves data in the drive's cache; elsewhere these two change nothing.
  { name: 'fullfsync', set: 'ON', expected: 1 },
  { name: 'checkpoint_fullfsync', set: 'ON', expected: 1 },
  { name: 'foreign_keys', set: 'ON', expected: 1 },
  // Sealed questions are overwritten, not just unlinked, when a challenge ends.
  { name: 'secure_delete', set: 'ON', expected: 1 },
  // Nothing that somebody wrote into the file's schema may call functions with side effects.
  { name: 'trusted_schema', set: 'OFF', expected: 0 },
  // A damaged page is noticed when it is read, rather than misread.
  { name: 'cell_size_check', set: 'ON', expected: 1 },
  // Sorting leaves nothing in the system's temporary directory.
  { name: 'temp_store', set: 'MEMORY', expected: 2 },
  // 4 MiB of pages: the operating system keeps the others at hand (docs/adr/0032-speed.md).
  { name: 'cache_size', set: '-4096', expected: -4096 },
  // 4 MiB of log before it is folded into the database: a commit that does so is not held up for long. After a burst
  // the log's file shrinks back to 16 MiB.
  { name: 'wal_autocheckpoint', set: '1000', expected: 1000 },
  { name: 'journal_size_limit', set: '16777216', expected: 16777216 },
];

/** @throws StoreRefused where one of the promises cannot be kept. */
export function requireDurability(connection: DatabaseSync): void {
  for (const { name, set, expected } of REQUIRED) {
    connection.exec(`PRAGMA ${name} = ${set}`);
    const found = Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    if (found !== expected) {
      throw new StoreRefused(
        `The database cannot be used here: ${name} should be ${expected} but stays ${found}, so what is acknowledged might be lost. Put it on a local disk.`,
      );
    }
  }
}
