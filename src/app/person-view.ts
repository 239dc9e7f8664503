import type { Device } from '../domain/audit/private-evidence.ts';
import type { Reason, Verdict } from '../domain/challenge/lifecycle.ts';
import type { FieldFault } from '../domain/questions/check-answers.ts';
import type { AskedQuestion } from '../domain/questions/question.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Channel } from './channel.ts';

/** Who opens a link, as our own side of the connection saw it, and as the page's script told of the device. */
export type Visitor = {
  readonly address: string | null;
  /** The protocol version of a connection that we encrypt ourselves, such as `TLSv1.3`. */
  readonly tls: string | null;
  readonly userAgent: string | null;
  readonly acceptLanguage: string | null;
  readonly device: Device | null;
};

/** A pending challenge as the person may see it. */
export type PendingView = {
  readonly id: ChallengeId;
  readonly channel: Channel;
  readonly questions: readonly AskedQuestion[];
  readonly purpose: string | null;
  /** As the bot gave it; may be anything. */
  readonly locale: string | null;
  /** The client's phone with all but its country code and last four digits hidden; null where none was given. */
  readonly maskedPhone: string | null;
  readonly createdAt: Instant;
  readonly now: Instant;
  readonly expiresAt: Instant;
  /** Complete answers that may still be given, this one included. */
  readonly attemptsLeft: number;
};

/** What is left to say where no question is asked any more. */
export type GoneView = {
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly channel: Channel;
  readonly locale: string | null;
};

/** A link that would be good, of a client that is locked out after too many wrong answers. */
export type LockedView = {
  readonly channel: Channel;
  readonly locale: string | null;
  readonly now: Instant;
  /** Null: until an operator lifts the lock. */
  readonly until: Instant | null;
};

export type ViewOutcome =
  | { readonly type: 'pending'; readonly view: PendingView }
  | { readonly type: 'gone'; readonly view: GoneView }
  | { readonly type: 'locked'; readonly view: LockedView }
  | { readonly type: 'unknown' };

export type AnswerOutcome =
  /** The verdict is committed. The page must not tell which one unless it is meant to. */
  | { readonly type: 'decided'; readonly view: GoneView }
  /** Counted and wrong, with attempts left. */
  | { readonly type: 'again'; readonly view: PendingView }
  /** Not counted: a field is missing, doubled or holds what the page never offered. */
  | { readonly type: 'invalid'; readonly faults: ReadonlyMap<string, FieldFault>; readonly view: PendingView }
  | { readonly type: 'gone'; readonly view: GoneView }
  /** Not looked at: the client is locked out. */
  | { readonly type: 'locked'; readonly view: LockedView }
  | { readonly type: 'unknown' };

export type DenyOutcome =
  /** Canceled by this word; it is committed. */
  | { readonly type: 'denied'; readonly view: GoneView }
  | { readonly type: 'gone'; readonly view: GoneView }
  | { readonly type: 'unknown' };
