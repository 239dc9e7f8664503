import type { Reason, Status } from '../domain/challenge/lifecycle.ts';
import type { DeliveryEvent, DeliveryStatus } from '../domain/delivery/delivery.ts';
import type { ChallengeId, DeliveryId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';

/** A challenge as its bot may see it: no fact, no option, nothing of which one is right. */
export type ChallengeView = {
  readonly id: ChallengeId;
  /** The person's link. Known only in the answer that made it: no store holds the token. */
  readonly url: string | null;
  readonly status: Status;
  /** What brought the verdict about; null while there is none. */
  readonly reason: Reason | null;
  readonly clientId: string;
  readonly flow: string | null;
  readonly purpose: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly createdAt: Instant;
  readonly firstViewedAt: Instant | null;
  readonly decidedAt: Instant | null;
  readonly expiresAt: Instant;
  readonly deliveries: readonly DeliveryView[];
};

export type DeliveryView = {
  readonly id: DeliveryId;
  readonly connector: string;
  readonly event: DeliveryEvent;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly lastError: string | null;
};
