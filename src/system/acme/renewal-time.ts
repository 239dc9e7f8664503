import { type Instant, plus } from '../../kernel/instant.ts';

/** The part of a certificate's life over which renewals are spread, so that not all of an authority's come at once. */
const SPREAD = 1 / 30;

/**
 * When a certificate is to be renewed: after two thirds of its life, and up to a thirtieth of it later.
 * @param chance uniform, at least 0 and below 1.
 */
export function renewalTime(notBefore: Instant, notAfter: Instant, chance: number): Instant {
  const life = notAfter - notBefore;
  return plus(notBefore, Math.floor(life * (2 / 3 + chance * SPREAD)));
}

const MINUTE = 60_000;
const PAUSES = [1, 5, 15, 60, 4 * 60, 12 * 60].map((minutes) => minutes * MINUTE);

/**
 * Milliseconds until the next try, after `failures` in a row (at least 1): up to twelve hours, and a tenth more or less.
 * Authorities count failed tries, and refuse after some in an hour.
 * @param chance uniform, at least 0 and below 1.
 */
export function retryPause(failures: number, chance: number): number {
  const pause = PAUSES[Math.min(failures, PAUSES.length) - 1] ?? MINUTE;
  return Math.floor(pause * (0.9 + chance * 0.2));
}
