import type { Instant } from '../kernel/instant.ts';

/**
 * The window in which a platform's limit for a second is kept: a little longer than one, since requests that leave
 * within the limit can arrive closer together.
 */
const WINDOW_MILLISECONDS = 1100;

/** Keeps what leaves below a platform's limit: never more than so many starts within any window. */
export class Pace {
  readonly #limit: number;
  /** The newest starts, oldest first; at most as many as the limit. */
  #starts: readonly Instant[] = [];

  /** @param perSecond at least 1; null for no limit. */
  constructor(perSecond: number | null) {
    this.#limit = perSecond ?? Number.POSITIVE_INFINITY;
  }

  /** How many may start now. */
  free(now: Instant): number {
    return this.#limit - this.#within(now).length;
  }

  /** Milliseconds until at least one may start; 0 where one may now. */
  wait(now: Instant): number {
    const [oldest] = this.#within(now);
    return oldest === undefined || this.free(now) > 0 ? 0 : oldest + WINDOW_MILLISECONDS - now;
  }

  /** Notes that so many started now. */
  take(count: number, now: Instant): void {
    if (this.#limit === Number.POSITIVE_INFINITY) return;
    this.#starts = [...this.#within(now), ...new Array<Instant>(count).fill(now)];
  }

  #within(now: Instant): readonly Instant[] {
    // A start in the future was noted before the clock was set back, and would hold up everything until then.
    return this.#starts.filter((start) => start <= now && start > now - WINDOW_MILLISECONDS);
  }
}
