import type { Client, ClientRef } from '../domain/challenge/challenge.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AuditAppend } from './log-ports.ts';

/*
 * What the use cases need of a store to take away what may no longer be kept. As all store ports: asynchronous, in values,
 * and throwing StoreUnavailable (store-ports.ts) where the medium failed. Each call that writes is one transaction.
 *
 * A challenge goes from where bots and persons reach it, to the past ones, of which only the log's evidence is left, and
 * from there away. The log keeps its entries for good; what they commit to of a person goes.
 */

/** A challenge as the log names it. */
export type LoggedChallenge = { readonly id: ChallengeId; readonly channel: ChannelId };

/** A client whose data nobody reaches without an officer's word, until it is erased. */
export type BlockedClient = {
  /** Later ones have higher ones. */
  readonly number: number;
  readonly channel: ChannelId;
  readonly ref: ClientRef;
  readonly wrappedKey: Uint8Array;
  readonly blockedAt: Instant;
  readonly eraseAt: Instant;
};

export type Block = {
  /** As it was read: of another version, nothing is written. */
  readonly client: Client;
  readonly at: Instant;
  readonly eraseAt: Instant;
  /** What is remembered of the client from then on, under a key of its own; null: nothing. */
  readonly successor: Client | null;
  readonly audit: readonly AuditAppend[];
};

/** A past challenge, all of which goes: what its entries commit to, and that it was. */
export type Erased = { readonly challenge: ChallengeId; readonly entry: AuditAppend };

export type ViewsErasure = {
  /** Entries whose disclosures go. */
  readonly indexes: readonly number[];
  /** Below which index views were erased before: where it is another one now, nothing is written. */
  readonly from: number;
  /** Every entry below it was looked at. */
  readonly belowIndex: number;
  readonly audit: readonly AuditAppend[];
};

/** A place in the order of clients. */
export type ClientPosition = { readonly channel: ChannelId; readonly ref: ClientRef };

export interface PrivacyStore {
  /** The wrapped key by which a challenge's evidence opens; null where it is erased or blocked, or there never was any. */
  evidenceKey(challenge: ChallengeId): Promise<Uint8Array | null>;
  /** Every challenge of a client whose evidence is there and not blocked, oldest first. */
  challengesOf(channel: ChannelId, ref: ClientRef): Promise<readonly ChallengeId[]>;
  /**
   * Moves a client's key and challenges out of reach, with deliveries and first answers; `conflict`, and nothing is
   * written, where the client is no longer of that version.
   */
  block(block: Block): Promise<'blocked' | 'conflict'>;
  /** What is blocked of a client, oldest first. */
  blockedOf(channel: ChannelId, ref: ClientRef): Promise<readonly BlockedClient[]>;
  /** Blocked clients to be erased at or before `now`, earliest first. */
  dueBlocked(now: Instant, limit: number): Promise<readonly BlockedClient[]>;
  /** Challenges of a blocked client, oldest first. */
  challengesOfBlocked(number: number, limit: number): Promise<readonly LoggedChallenge[]>;
  /** Destroys a blocked client's key; false, and nothing is done, while challenges are left of it. */
  destroyBlocked(number: number): Promise<boolean>;
  /** Decided challenges before that id, whose deliveries have ended, oldest first. */
  dueChallenges(before: ChallengeId, limit: number): Promise<readonly ChallengeId[]>;
  /** Leaves nothing of these challenges but their evidence. */
  retire(challenges: readonly ChallengeId[]): Promise<void>;
  /** Past challenges before that id that are not blocked, oldest first. */
  dueEvidence(before: ChallengeId, limit: number): Promise<readonly LoggedChallenge[]>;
  /** Each that is still a past one. @returns how many. */
  erase(erased: readonly Erased[]): Promise<number>;
  /** Below which index views were erased so far. */
  viewsErasedBelow(): Promise<number>;
  eraseViews(erasure: ViewsErasure): Promise<boolean>;
  /** Looks at up to `limit` clients behind a position: those of them that have no challenge, and where the look ended; null: at the last. */
  idleClients(
    after: ClientPosition | null,
    limit: number,
  ): Promise<{ readonly clients: readonly Client[]; readonly next: ClientPosition | null }>;
  /** Removes clients that have no challenge, where they are still of their version. @returns how many. */
  forgetClients(clients: readonly Client[]): Promise<number>;
  /**
   * Has the database overwrite what was erased where it would otherwise stay in its files for a while.
   * @returns false where it could not for now, because somebody reads.
   */
  scrub(): Promise<boolean>;
}

/** Which of the keys that are wrapped under the service's secret. */
export type WrappedKeyKind = 'client' | 'blocked_client' | 'signing_key';

export type WrappedKey = {
  readonly kind: WrappedKeyKind;
  /** Within its kind: what it is found by, and ordered by. */
  readonly name: string;
  readonly wrapped: Uint8Array;
};

export type Rewrapped = WrappedKey & { readonly next: Uint8Array };

/** What is kept under the service's secret. */
export interface SecretStore {
  /** The keys that outlive a secret, wrapped; null before the first start. */
  lastingKeys(): Promise<Uint8Array | null>;
  /** Writes them, if they are still what they were before; answers whether they were. */
  keepLastingKeys(wrapped: Uint8Array, instead: Uint8Array | null): Promise<boolean>;
  /** How many wrapped keys there are of every kind. */
  countWrapped(): Promise<number>;
  /** The next ones of a kind by name, behind `after`. */
  wrappedKeys(kind: WrappedKeyKind, after: string | null, limit: number): Promise<readonly WrappedKey[]>;
  /** Puts each in its old one's place, where that one is still there. */
  rewrap(keys: readonly Rewrapped[]): Promise<void>;
}
