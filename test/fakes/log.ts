import type { Log } from '../../src/app/ports.ts';

export type LogLine = {
  readonly level: 'info' | 'warn' | 'error';
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
};

/** A log that a test can read, and wait on. */
export type RecordingLog = Log & {
  readonly lines: readonly LogLine[];
  /** The first line with this message, as soon as it is there. */
  until(message: string): Promise<LogLine>;
};

export function recordingLog(): RecordingLog {
  const lines: LogLine[] = [];
  const waiting = new Set<() => void>();
  const at =
    (level: LogLine['level']) =>
    (fields: Readonly<Record<string, unknown>>, message: string): void => {
      lines.push({ level, fields, message });
      for (const look of waiting) look();
    };
  return {
    lines,
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    until: (message) =>
      new Promise((resolve) => {
        const look = () => {
          const found = lines.find((line) => line.message === message);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
