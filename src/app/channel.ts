import type { DeliveryEvent } from '../domain/delivery/delivery.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { ChannelId } from '../kernel/ids.ts';

/** One bot on one platform. */
export type Channel = {
  readonly id: ChannelId;
  /** The business as the person knows it, for the head of the page; null where the operator gave none. */
  readonly displayName: string | null;
  /** The name of its connector; null where verdicts are only asked for, never sent. */
  readonly connector: string | null;
  /** What its connector is given to tell; `expired` only where the challenge's policy wants it told, too. */
  readonly tells: ReadonlySet<DeliveryEvent>;
  /** Whether its connector sends the person's link, so that the bot need not. */
  readonly sendsLink: boolean;
  /** Where the URL that each of its requests must name for a callback may lie: origins. Null: its requests name none. */
  readonly callbackOrigins: ReadonlySet<string> | null;
  /** Where the person goes back to: https, or http on a loopback host. */
  readonly returnUrl: string;
  readonly returnMode: 'auto' | 'redirect' | 'page';
  /** For requests that name none. */
  readonly policy: Policy;
  /** Whether a new challenge cancels the client's one before. */
  readonly oneLiveLink: boolean;
};
