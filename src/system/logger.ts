import { type DestinationStream, pino } from 'pino';
import type { Log } from '../app/ports.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/**
 * One JSON object a line on standard error. Callers hand in ids and figures only; JSON's own escaping keeps a value
 * with line breaks from forging a line.
 */
export function jsonLog(level: LogLevel, destination: DestinationStream): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
  };
}
