import type { ChallengeId, ChannelId, DeliveryId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/** What a platform can be told of: the life of a challenge, its verdicts by their own names. */
export const DELIVERY_EVENTS = ['created', 'viewed', 'passed', 'failed', 'expired', 'canceled'] as const;
export type DeliveryEvent = (typeof DELIVERY_EVENTS)[number];

/** `pending` until the platform accepted it, it was refused for good, or an operator or the schedule gave it up. */
export type DeliveryStatus = 'pending' | 'delivered' | 'given_up';

/** One event of one challenge on its way to one connector. */
export type Delivery = {
  readonly id: DeliveryId;
  readonly challenge: ChallengeId;
  readonly channel: ChannelId;
  readonly connector: string;
  readonly event: DeliveryEvent;
  /**
   * The person's link under the client's key, on a `created` that is to send it; null on all others, and as soon as it
   * is delivered, given up, or the challenge has its verdict.
   */
  readonly sealedLink: Uint8Array | null;
  readonly status: DeliveryStatus;
  /** Attempts made so far, the one under way included. */
  readonly attempts: number;
  /** Those of them that were made before it was last sent again: the schedule counts from there. */
  readonly attemptsBefore: number;
  readonly createdAt: Instant;
  /** When the next attempt is due; while one is under way, when its lease ends. */
  readonly nextAttemptAt: Instant;
  /** In plain words, without anything secret; null while there was none. */
  readonly lastError: string | null;
  readonly deliveredAt: Instant | null;
};

/** What a connector made of one attempt. */
export type SendOutcome =
  | { readonly type: 'accepted' }
  | { readonly type: 'retry'; readonly error: string; readonly retryAfterSeconds: number | null }
  | { readonly type: 'refused'; readonly error: string };
