import type { ChallengeId, ChannelId, DeliveryId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/** `pending` until the platform accepted it, it was refused for good, or an operator or the schedule gave it up. */
export type DeliveryStatus = 'pending' | 'delivered' | 'given_up';

/** One verdict on its way to one connector. */
export type Delivery = {
  readonly id: DeliveryId;
  readonly challenge: ChallengeId;
  readonly channel: ChannelId;
  readonly connector: string;
  readonly status: DeliveryStatus;
  /** Attempts made so far, the one under way included. */
  readonly attempts: number;
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
