import { type DestinationStream, pino } from 'pino';
import type { Log } from '../app/ports.ts';

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
