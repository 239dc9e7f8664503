import type { DeliveryEvent } from '../domain/delivery/delivery.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { Colour } from '../kernel/contrast.ts';
import type { ChannelId } from '../kernel/ids.ts';

/** One bot on one platform. */
export type Channel = {
  readonly id: ChannelId;
  /** Which channel an operator tries out in this one; absent for the channel of a bot. */
  readonly tests?: ChannelId;
  /** The business as the person knows it, for the head of the page; null where the operator gave none. */
  readonly displayName: string | null;
  /** Absent: as every other's. */
  readonly look?: Look;
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
  /** What a bot calls what it is answered, on platforms that keep answers in attributes; absent for the usual names. */
  readonly attributes?: AttributeNames;
  /** For requests that name none. */
  readonly policy: Policy;
  /** Whether a new challenge cancels the client's one before. */
  readonly oneLiveLink: boolean;
};

/** How a channel's pages look and speak; null and empty: as every other's. */
export type Look = {
  /** At least 4.5 to 1 against white (WCAG 2.2, 1.4.3). */
  readonly accent: Colour | null;
  readonly logo: Logo | null;
  /** By the tag of a language that the pages speak, such as `es` or `zh-TW`. */
  readonly words: ReadonlyMap<string, OwnWords>;
};

/** A picture that may stand within a page: of few bytes, and without anything in it that loads or runs. */
export type Logo = {
  readonly mediaType: 'image/png' | 'image/webp' | 'image/jpeg' | 'image/svg+xml';
  readonly base64: string;
};

/** Plain text in the operator's own words; null: the page's. */
export type OwnWords = {
  /** In place of what the question page is headed with. */
  readonly title: string | null;
  /** At the foot of every page: where to find help. */
  readonly help: string | null;
};

/** Names of a bot's attributes. */
export type AttributeNames = {
  /** The person's link. */
  readonly url: string;
  /** The challenge's id. */
  readonly id: string;
  /** Whether there is a link. */
  readonly status: string;
  /** The code of the error, where there is none. */
  readonly error: string;
  /** The seconds after which asking again makes sense. */
  readonly retryAfter: string;
};
