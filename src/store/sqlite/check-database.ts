import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Finding, fault, fine, warning } from '../../app/finding.ts';
import { connect } from './database.ts';

const CHECK = 'database';
const MEBIBYTE = 1024 * 1024;
const GIBIBYTE = 1024 * MEBIBYTE;

/** Below these the disk is nearly full: a day's challenges, or the next minute's, may not fit any more. */
const LITTLE_BYTES = GIBIBYTE;
const TOO_LITTLE_BYTES = 100 * MEBIBYTE;
/** The log is folded into the database at 4 MiB, and cut back to 16. */
const LONG_LOG_BYTES = 128 * MEBIBYTE;

/** Whether the database keeps its promises where it is, and has room. Creates nothing. */
export function checkDatabase(path: string): readonly Finding[] {
  if (!existsSync(path)) return [fine(CHECK, `${path} is not there yet: the first start makes it.`)];
  // Looked at first: whoever is last to close a database folds its log away.
  const log = checkLog(path);
  return [checkDurability(path), log, checkRoom(freeBytes(path), path)];
}

function checkDurability(path: string): Finding {
  try {
    connect(path).close();
    return fine(CHECK, `${path} opens, and each commit is on the disk before it is acknowledged.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'for no reason that is known';
    return fault(CHECK, `${path} cannot be used: ${reason}`, 'Restore a backup, or put it on a local disk.');
  }
}

function checkLog(path: string): Finding {
  const bytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const found = `Its log has ${inMebibytes(bytes)} MiB.`;
  return bytes > LONG_LOG_BYTES
    ? warning(CHECK, found, 'Something reads the database without end: close programs that have it open.')
    : fine(CHECK, found);
}

/** @param free bytes that this user may still write where `path` is. */
export function checkRoom(free: number, path: string): Finding {
  const found = `${inMebibytes(free)} MiB are free for ${dirname(path)}.`;
  const todo = 'Make room, or move the database to a larger disk: without any, nothing is decided any more.';
  if (free < TOO_LITTLE_BYTES) return fault('disk', found, todo);
  return free < LITTLE_BYTES ? warning('disk', found, todo) : fine('disk', found);
}

function freeBytes(path: string): number {
  const { bavail, bsize } = statfsSync(dirname(path));
  return bavail * bsize;
}

const inMebibytes = (bytes: number): number => Math.floor(bytes / MEBIBYTE);
