import { type Instant, instant, plus } from '../../kernel/instant.ts';
import { unreachable } from '../../kernel/result.ts';
import type { Delivery, SendOutcome } from './delivery.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Seconds from each failed attempt to the one after it: 13 attempts over almost 76 hours. Two quick ones for what
 * passes by itself, then the example schedule of Standard Webhooks 1.0.0.
 */
export const RETRY_SECONDS: readonly number[] = [
  1,
  5,
  15,
  60,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** A wait lies this share of itself below or above the plan, so that what failed together does not come back together. */
const JITTER = 0.2;

/** After so many failures in a row it is no passing trouble any more: a good 20 seconds, by the schedule above. */
const STUCK_AFTER_FAILURES = 4;

/** How many attempts have failed since the event, or since it was last sent again, where it is still to be tried. */
const failuresOf = ({ attempts, attemptsBefore, status }: Delivery): number =>
  status === 'pending' ? attempts - attemptsBefore : 0;

/** Whether an operator should know of a delivery, as an attempt left it: it fails, and goes on being tried. */
export const isStuck = (delivery: Delivery): boolean => failuresOf(delivery) >= STUCK_AFTER_FAILURES;

/** Whether it is stuck since this attempt. */
export const gotStuck = (delivery: Delivery): boolean => failuresOf(delivery) === STUCK_AFTER_FAILURES;

/**
 * What an attempt leaves of its delivery. Total: every outcome of every delivery has its next state.
 *
 *   pending ── accepted ───────────────▶ delivered
 *      │   ├── refused ────────────────▶ given_up
 *      ▲   └── retry, none left ───────▶ given_up
 *      └────── retry, one left
 *
 * @param delivery as it was claimed: `attempts` counts the attempt that the outcome is of.
 * @param random uniform, at least 0 and below 1.
 */
export function afterAttempt(
  delivery: Delivery,
  outcome: SendOutcome,
  now: Instant,
  random: number,
): Delivery {
  switch (outcome.type) {
    case 'accepted':
      // A clock set back must not date a delivery before its event.
      return {
        ...delivery,
        status: 'delivered',
        sealedLink: null,
        deliveredAt: instant(Math.max(now, delivery.createdAt)),
      };
    case 'refused':
      return givenUp(delivery, outcome.error);
    case 'retry': {
      const planned = RETRY_SECONDS[delivery.attempts - delivery.attemptsBefore - 1];
      if (planned === undefined) return givenUp(delivery, outcome.error);
      const wait = waitSeconds(planned, outcome.retryAfterSeconds, random);
      return { ...delivery, nextAttemptAt: plus(now, Math.round(wait * 1000)), lastError: outcome.error };
    }
    default:
      return unreachable(outcome);
  }
}

const givenUp = (delivery: Delivery, lastError: string): Delivery => ({
  ...delivery,
  status: 'given_up',
  sealedLink: null,
  lastError,
});

/** The platform's own wish (`Retry-After`) counts where it is longer than our wait, up to twice the plan. */
function waitSeconds(planned: number, wished: number | null, random: number): number {
  const jittered = planned * (1 - JITTER + 2 * JITTER * random);
  return wished === null ? jittered : Math.min(Math.max(jittered, wished), 2 * planned);
}
