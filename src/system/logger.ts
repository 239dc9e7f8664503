import { type DestinationStream, pino } from 'pino';
import type { Log } from '../app/ports.ts';

/** Lines are written together: a call of the system for each costs more than all that is in it. */
const WRITTEN_TOGETHER_BYTES = 4096;
/** But no line waits longer than this. */
const LONGEST_WAIT_MILLISECONDS = 100;

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/**
 * One JSON object a line on standard error. Callers hand in ids and figures only; JSON's own escaping keeps a value
 * with line breaks from forging a line.
 */
export function jsonLog(level: LogLevel, destination: DestinationStream): Log {
  const logger = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: shownError } },
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
export const logDestination = (dest: number | string): DestinationStream =>
  pino.destination({
    dest,
    sync: false,
    minLength: WRITTEN_TOGETHER_BYTES,
    periodicFlush: LONGEST_WAIT_MILLISECONDS,
  });

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
