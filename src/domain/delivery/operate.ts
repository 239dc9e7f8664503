import { type Instant, plus } from '../../kernel/instant.ts';
import type { Delivery } from './delivery.ts';

const DAY = 24 * 60 * 60 * 1000;

/** For so long after its event a delivery can be sent again. */
export const SENT_AGAIN_WITHIN_DAYS = 30;

/** As long as a claimed delivery is one deliverer's alone: one that is due sooner may be under way. */
const SOON_MILLISECONDS = 30_000;

export type Operated =
  | { readonly type: 'changed'; readonly next: Delivery }
  /** It is tried within half a minute by itself, or is being tried now. */
  | { readonly type: 'due_soon' }
  /** Its event is longer ago than deliveries can be sent again. */
  | { readonly type: 'too_old' }
  /** Nothing is to be given up: it has been delivered, or given up before. */
  | { readonly type: 'not_pending' };

/** Makes a delivery due now, whatever became of it, and gives it the whole schedule anew. */
export function sendAgain(delivery: Delivery, now: Instant): Operated {
  if (now - delivery.createdAt > SENT_AGAIN_WITHIN_DAYS * DAY) return { type: 'too_old' };
  const isSoon = delivery.status === 'pending' && delivery.nextAttemptAt <= plus(now, SOON_MILLISECONDS);
  if (isSoon) return { type: 'due_soon' };
  const next: Delivery = {
    ...delivery,
    status: 'pending',
    nextAttemptAt: now,
    // Attempts are not counted back: what is written of one that is still under way must not be taken for a new one's.
    attemptsBefore: delivery.attempts,
    deliveredAt: null,
  };
  return { type: 'changed', next };
}

/** Ends a delivery without its being delivered. */
export function giveUp(delivery: Delivery): Operated {
  if (delivery.status !== 'pending') return { type: 'not_pending' };
  const { lastError } = delivery;
  const words = 'Given up by an operator.';
  const next: Delivery = {
    ...delivery,
    status: 'given_up',
    sealedLink: null,
    lastError: lastError === null ? words : `${words} Before that: ${lastError}`,
  };
  return { type: 'changed', next };
}
