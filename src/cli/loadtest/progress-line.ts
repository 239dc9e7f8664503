import type { WriteStream } from 'node:tty';
import type { Progress } from './load-result.ts';

const BAR = 30;
const EVERY_MILLISECONDS = 100;

/** One line that is drawn over and over on a terminal; nothing where the stream is none. */
export type ProgressLine = { readonly update: Progress; end(): void };

export function progressLine(stream: Pick<WriteStream, 'isTTY' | 'write'>, total: number): ProgressLine {
  if (!stream.isTTY) return { update: () => undefined, end: () => undefined };
  const since = performance.now();
  let drawn = Number.NEGATIVE_INFINITY;
  return {
    update(succeeded, failed) {
      const now = performance.now();
      if (now - drawn < EVERY_MILLISECONDS) return;
      drawn = now;
      stream.write(`\r${progressText(succeeded, failed, total, now - since)}\u001b[K`);
    },
    end() {
      stream.write('\r\u001b[K');
    },
  };
}

/** @param milliseconds since the beginning; above 0. */
export function progressText(succeeded: number, failed: number, total: number, milliseconds: number): string {
  const done = succeeded + failed;
  const filled = Math.round((BAR * done) / total);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
  const count = (number: number) => number.toLocaleString('en');
  const rate = count(Math.round((done * 1000) / milliseconds));
  const errors = failed === 0 ? '' : `, ${count(failed)} errors`;
  return `${bar} ${count(done)} of ${count(total)}, ${rate} per second${errors}`;
}
