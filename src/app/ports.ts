import type { Place } from '../domain/audit/private-evidence.ts';
import type { Callback } from '../domain/challenge/challenge.ts';
import type { Reason } from '../domain/challenge/lifecycle.ts';
import type { DeliveryEvent, SendOutcome } from '../domain/delivery/delivery.ts';
import type { AskedQuestion } from '../domain/questions/question.ts';
import type { ChallengeId, ChannelId, DeliveryId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AttributeNames } from './channel.ts';

/* What the use cases need of the world, but for its stores (store-ports.ts). */

export interface Clock {
  now(): Instant;
}

export interface Entropy {
  /** `size` bytes of the system's cryptographic generator. */
  bytes(size: number): Uint8Array;
}

/** What makes whoever is told a monitor of the log: with two of these it sees whether the log went on or was rewritten. */
export type PlaceInLog = {
  /** Of the verdict's entry, from 0. */
  readonly index: number;
  /** The newest signed note, to the letter; null before the first. It covers the entry only if its size is above `index`. */
  readonly checkpoint: string | null;
};

/**
 * What a connector tells its platform. Copies of one delivery differ in `attempt` only, in `link`, which may be gone, and in
 * the checkpoint, which may be a newer one.
 */
export type DeliveryMessage = {
  readonly delivery: DeliveryId;
  readonly challenge: ChallengeId;
  readonly channel: ChannelId;
  /** 1 for the first. */
  readonly attempt: number;
  readonly event: DeliveryEvent;
  /** What brought a verdict about; null for any other event. A `canceled` may be the person's own word that it was not they. */
  readonly reason: Reason | null;
  /** When the event happened. */
  readonly at: Instant;
  readonly clientId: string;
  readonly phone: string | null;
  readonly flow: string | null;
  readonly locale: string | null;
  readonly purpose: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  /** The person's link: on `created`, for a connector that sends it. */
  readonly link: string | null;
  readonly callback: Callback | null;
  /** Null for what is no verdict, for a connector that does not tell it, and where the log has no such verdict. */
  readonly log: PlaceInLog | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
};

export interface Connector {
  readonly name: string;
  /** What it can tell its platform; a channel may tell less. */
  readonly events: ReadonlySet<DeliveryEvent>;
  /** Whether it sends the person's link when it tells of `created`. It is then told of no `created` without one. */
  readonly sendsLink: boolean;
  /** Whether it tells where the log has a verdict. Absent where its platform has no place for that. */
  readonly tellsLog?: boolean;
  /** Where it may go, where each request says where: origins. Absent where its settings say it all. */
  readonly callbackOrigins?: ReadonlySet<string>;
  /** What its bots call what they are answered; absent where they keep no answers in attributes. */
  readonly attributes?: AttributeNames;
  /** How many requests a second its platform takes from one channel; null where it names no limit. */
  readonly requestsPerSecond: number | null;
  /** One attempt. Never throws: what goes wrong on the way is an outcome. */
  send(message: DeliveryMessage, signal: AbortSignal): Promise<SendOutcome>;
}

export interface Geo {
  /** Which data it is, with its date, for the evidence. */
  readonly database: string;
  /** Null for addresses that no country has (private, loopback, unknown). */
  place(address: string): Place | null;
}

/** How the person's page words its questions. */
export interface Wording {
  /**
   * The language of the page (BCP 47) for what the bot and the browser asked for, and the wording of each question in it.
   */
  shown(
    questions: readonly Pick<AskedQuestion, 'kind' | 'wording' | 'on'>[],
    locale: string | null,
    acceptLanguage: string | null,
  ): { readonly language: string; readonly questions: readonly string[] };
}

/** Tells, within this process or across several, that something was committed. A notice can be missed; nothing may depend on one. */
export type Notice =
  | { readonly type: 'verdict'; readonly challenge: ChallengeId; readonly channel: ChannelId }
  /** Something else than a verdict is there to be delivered. */
  | { readonly type: 'due'; readonly challenge: ChallengeId; readonly channel: ChannelId }
  /** An attempt at a delivery has ended. */
  | { readonly type: 'delivery'; readonly challenge: ChallengeId };

export interface Notices {
  publish(notice: Notice): void;
  /** @returns the call that ends the subscription. */
  subscribe(listener: (notice: Notice) => void): () => void;
}

/** What the use cases tell the operator's log. Ids only; never what a request held. */
export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
