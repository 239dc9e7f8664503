import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { OutsideCheckpoint } from '../app/log-ports.ts';

/**
 * The last checkpoint in a file of its own. Best on another disk than the database, or somewhere that backups of the
 * database do not touch: whoever puts back both together leaves no trace here.
 */
export function checkpointFile(path: string): OutsideCheckpoint {
  const read = async (): Promise<string | null> => {
    try {
      return await readFile(path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      throw error;
    }
  };
  return {
    read,
    async replace(expected, next) {
      if ((await read()) !== expected) return false;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeWhole(`${path}.new`, next);
      // A crash just before leaves the checkpoint before; just after, the new one. Never part of one.
      await rename(`${path}.new`, path);
      await syncDirectory(dirname(path));
      return true;
    },
  };
}

async function writeWhole(path: string, text: string): Promise<void> {
  // What a crash of an earlier write left.
  await rm(path, { force: true });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A name that was just given must outlive a power failure too. */
async function syncDirectory(path: string): Promise<void> {
  // Windows has no such call: a directory cannot be opened there.
  if (process.platform === 'win32') return;
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Nowhere: for a service whose log outlives nobody, such as the demo's or a test's. */
export function forgetfulCheckpoint(): OutsideCheckpoint {
  let kept: string | null = null;
  return {
    read: async () => kept,
    async replace(expected, next) {
      if (kept !== expected) return false;
      kept = next;
      return true;
    },
  };
}
