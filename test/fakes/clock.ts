import type { Clock } from '../../src/app/ports.ts';
import { type Instant, instant } from '../../src/kernel/instant.ts';

export type FakeClock = Clock & {
  /** Moves time on, calls back every timer that falls due on the way, and lets what they began come to rest. */
  advance(milliseconds: number): Promise<void>;
  /** Sets the wall clock, back or forth, as an operator or NTP does: no timer falls due by it. */
  jump(milliseconds: number): void;
  /** Timers that count by this clock. @returns the call that cancels. */
  timer(milliseconds: number, callback: () => void): () => void;
};

type Waiting = { readonly due: number; readonly callback: () => void };

/** A clock that stands still until a test moves it. Begins at 2026-11-22T09:30:00Z. */
export function fakeClock(start: Instant = instant(Date.UTC(2026, 10, 22, 9, 30))): FakeClock {
  let wall: number = start;
  let elapsed = 0;
  const waiting = new Set<Waiting>();

  const move = (to: number) => {
    wall += to - elapsed;
    elapsed = to;
  };
  const earliest = (until: number): Waiting | null => {
    const due = [...waiting].filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due);
    return due[0] ?? null;
  };

  return {
    now: () => instant(wall),
    async advance(milliseconds) {
      const target = elapsed + milliseconds;
      await atRest();
      for (let next = earliest(target); next !== null; next = earliest(target)) {
        waiting.delete(next);
        move(Math.max(next.due, elapsed));
        next.callback();
        await atRest();
      }
      move(target);
      await atRest();
    },
    jump(milliseconds) {
      wall += milliseconds;
    },
    timer(milliseconds, callback) {
      const entry: Waiting = { due: elapsed + milliseconds, callback };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
  };
}

/** Resolves once every promise that needs nothing from outside has been settled. */
export const atRest = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });
