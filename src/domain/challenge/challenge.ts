import type { ChallengeId, ChannelId } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Ledger } from '../policy/ledger.ts';
import type { Lifecycle } from './lifecycle.ts';

/** A keyed pseudonym of a client within the service: 32 hexadecimal digits. What stores and logs know a client by. */
export type ClientRef = string & { readonly clientRef: unique symbol };

/** A keyed pseudonym of a telephone number, of the same form: what a challenge can be found by. */
export type PhoneRef = string & { readonly phoneRef: unique symbol };

/** One request to verify one client, as it is stored: whatever concerns a person is sealed. */
export type Challenge = {
  readonly id: ChallengeId;
  readonly channel: ChannelId;
  readonly client: ClientRef;
  /** Of the number that the bot gave; null where it gave none. */
  readonly phone: PhoneRef | null;
  readonly policy: string;
  /** By which a link finds it (app/token.ts): 36 bytes; the token itself is nowhere. */
  readonly tokenHash: Uint8Array;
  readonly lifecycle: Lifecycle;
  readonly firstViewedAt: Instant | null;
  /** When a link preview first fetched the page. */
  readonly firstPreviewedAt: Instant | null;
  /** `ChallengeDetails` under the client's key; stays as evidence. */
  readonly sealedDetails: Uint8Array;
  /** The questions with their answers under the client's key; null from the verdict on. */
  readonly sealedQuestions: Uint8Array | null;
  /** Grows by one with each write; 1 when new. */
  readonly version: number;
};

/** What the bot said of the person and of its purpose. */
export type ChallengeDetails = {
  /** As the bot named the client, byte for byte: the platform is told this one. */
  readonly clientId: string;
  readonly phone: string | null;
  readonly flow: string | null;
  readonly locale: string | null;
  readonly purpose: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
  readonly callback: Callback | null;
};

/** Where this one challenge's verdict is to go: as the bot gave it, byte for byte. */
export type Callback = {
  readonly url: string;
  /** For `Authorization: Bearer`; null where none is wanted. */
  readonly bearer: string | null;
};

/** What is remembered of a client in one channel. */
export type Client = {
  readonly channel: ChannelId;
  readonly ref: ClientRef;
  /** The client's own sealing key, wrapped under the service's. */
  readonly wrappedKey: Uint8Array;
  readonly consecutiveFailures: number;
  readonly lockedUntil: Instant | null;
  /** Answers counted so far: moves the choice of questions on. */
  readonly answered: number;
  readonly ledger: Ledger;
  /** When challenges were last asked for, oldest first: as many as the budget looks back on. */
  readonly askedAt: readonly Instant[];
  /** The newest challenge, whose link may be live. */
  readonly latest: ChallengeId | null;
  readonly version: number;
};
