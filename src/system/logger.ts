import { Buffer } from 'node:buffer';
import { type DestinationStream, pino } from 'pino';
import type { Log } from '../app/ports.ts';

/** Lines are written together, in pieces of 16 KiB at most: a call of the system for each costs more than all that is in it. */
const WRITTEN_TOGETHER_BYTES = 15 * 1024;
/** But no line waits longer than this. */
const LONGEST_WAIT_MILLISECONDS = 100;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/**
 * One JSON object a line on standard error. Callers hand in ids and figures only; JSON's own escaping keeps a value
 * with line breaks from forging a line.
 */
export function jsonLog(level: LogLevel, destination: DestinationStream): Log {
  const logger = pino(
    { level, base: null, timestamp: timeMember(), serializers: { err: shownError } },
    destination,
  );
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}

/**
 * Where the log's lines go: a file descriptor, or the path of a file. What a process still has when it exits is written
 * then; one that is killed may take the lines of its last tenth of a second with it.
 */
export function logDestination(dest: number | string): DestinationStream {
  const file = pino.destination({
    dest,
    sync: false,
    minLength: WRITTEN_TOGETHER_BYTES,
    periodicFlush: LONGEST_WAIT_MILLISECONDS,
    // Of texts, it would measure all that waits anew for each line.
    contentMode: 'buffer',
  });
  // Its types know of texts alone.
  return { write: (line) => void file.write(Buffer.from(line) as unknown as string) };
}

/** Makes what a line says of its time (RFC 3339, in UTC): what is the same for a whole second is written once. */
function timeMember(): () => string {
  let second = Number.NaN;
  let beginning = '';
  return () => {
    const now = Date.now();
    const milliseconds = now % 1000;
    if (now - milliseconds !== second) {
      second = now - milliseconds;
      beginning = `,"time":"${new Date(second).toISOString().slice(0, -4)}`;
    }
    return `${beginning}${String(milliseconds).padStart(3, '0')}Z"`;
  };
}

/** An error without its message, which may quote what a request held: its kind, its code, and where it happened. */
function shownError(error: unknown): object {
  if (!(error instanceof Error)) return { name: 'unknown' };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...('code' in error ? { code: String(error.code) } : {}),
    at: frames.map((line) => line.trim()),
  };
}
