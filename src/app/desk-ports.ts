import type { Client } from '../domain/challenge/challenge.ts';
import type { Status } from '../domain/challenge/lifecycle.ts';
import type { ChannelId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ApiKey } from './api-key.ts';

/* What the operator's desk needs of a store beside what bots and people need. Every port may throw StoreUnavailable. */

/** How the challenges that were made in one span of time stand now. */
export type SpanCounts = Readonly<Record<Status, number>>;

/** Figures whose cost grows with what they count, and not with what is stored. */
export interface FigureStore {
  /**
   * For each two neighbours of `bounds`, the challenges of one channel made from the first on and before the second.
   * @param bounds ascending, at least two.
   */
  counts(channel: ChannelId, bounds: readonly Instant[]): Promise<readonly SpanCounts[]>;
  /** Challenges made since, of whom the person said that it was not they. They are among the canceled ones. */
  denied(channel: ChannelId, since: Instant): Promise<number>;
  /**
   * Milliseconds from opening the page, or from the request where nobody noted that, to the answer that decided:
   * of the newest `limit` passed and as many failed challenges made since, in no order.
   */
  answerTimes(channel: ChannelId, since: Instant, limit: number): Promise<readonly number[]>;
  /** Clients with at least so many failures in a row, the most first. @param failures at least 1. */
  heldBack(channel: ChannelId, failures: number, limit: number): Promise<readonly Client[]>;
}

/** An operator who signed in at the desk. */
export type DeskSession = {
  /** SHA-256 of what the browser's cookie holds, which itself is 256 random bits and nowhere stored. */
  readonly tokenHash: Uint8Array;
  readonly key: ApiKey['id'];
  readonly createdAt: Instant;
  readonly seenAt: Instant;
};

export interface SessionStore {
  /** Stores a session, and forgets all that were last seen before `idleSince`. */
  begin(session: DeskSession, idleSince: Instant): Promise<void>;
  /** The session with the key it was begun with; null where there is none, or no such key. */
  find(tokenHash: Uint8Array): Promise<{ readonly session: DeskSession; readonly key: ApiKey } | null>;
  /** Notes that a session was used; nothing where there is none. */
  see(tokenHash: Uint8Array, at: Instant): Promise<void>;
  /** Forgets a session; nothing where there is none. */
  end(tokenHash: Uint8Array): Promise<void>;
}
