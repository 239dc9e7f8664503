import type { Challenge, Client, ClientRef, PhoneRef } from '../domain/challenge/challenge.ts';
import type { Lifecycle, Status } from '../domain/challenge/lifecycle.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { ChallengeId, ChannelId, DeliveryId, KeyId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ApiKey } from './api-key.ts';
import type { FigureStore, SessionStore } from './desk-ports.ts';
import type { AuditAppend, AuditStore, CheckpointStore, LogRows } from './log-ports.ts';
import type { PrivacyStore, SecretStore } from './privacy-ports.ts';
import type { SharedSecrets } from './shared-secrets.ts';

/*
 * What the use cases need of a store. Every port is asynchronous and speaks in values, so that an embedded database, one
 * on a worker thread and one across a network fit behind it alike.
 */

/**
 * Thrown by any store port when the medium failed (disk full, I/O error, connection lost). What was being written
 * is not stored, or, where the answer was lost on the way, stored whole; it is never stored in part.
 */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/** Thrown where what is stored makes no sense: a bug, or somebody else wrote to the database. */
export class StoreBroken extends Error {
  override readonly name: string = 'StoreBroken';
}

/**
 * One atomic change: all of it is durable when `commit` resolves to `committed`, none of it otherwise.
 * Guarded: where a row's version is no longer the expected one, nothing is written and the answer is `conflict`;
 * the use case then reads again and decides again.
 */
export type Change = {
  /** `expectedVersion` 0: the client must not exist yet. */
  readonly client: { readonly expectedVersion: number; readonly next: Client } | null;
  readonly newChallenge: Challenge | null;
  readonly challenges: readonly { readonly expectedVersion: number; readonly next: Challenge }[];
  readonly audit: readonly AuditAppend[];
  readonly deliveries: readonly Delivery[];
  readonly idempotency: IdempotencyRecord | null;
};

/** The first answer to a request with an `Idempotency-Key`; unique by channel and key. */
export type IdempotencyRecord = {
  readonly channel: ChannelId;
  readonly key: string;
  /** A keyed hash over route and body: another one under the same key is refused, and nobody learns a fact from it. */
  readonly requestHash: Uint8Array;
  /** Whom the answer tells of. */
  readonly challenge: ChallengeId;
  /** Status and body of the first answer, sealed, since it holds a link. */
  readonly sealedAnswer: Uint8Array;
  readonly expiresAt: Instant;
};

export type ChallengeWithClient = { readonly challenge: Challenge; readonly client: Client };

/** A page that was opened, by a person or by a link preview. */
export type View = {
  readonly challenge: ChallengeId;
  readonly at: Instant;
  readonly preview: boolean;
  readonly entry: AuditAppend;
  readonly deliveries: readonly Delivery[];
};

export type ChallengeQuery = {
  readonly channel: ChannelId;
  readonly client: ClientRef | null;
  readonly status: Status | null;
  /** 1 to 100. */
  readonly limit: number;
  /** Only challenges older than this one: the last of the page before. */
  readonly before: ChallengeId | null;
};

export type PhoneQuery = {
  readonly phone: PhoneRef;
  readonly limit: number;
  /** Only challenges older than this one: the last of the page before. */
  readonly before: ChallengeId | null;
};

export interface ChallengeStore {
  commit(change: Change): Promise<'committed' | 'conflict'>;
  byToken(tokenHash: Uint8Array): Promise<ChallengeWithClient | null>;
  byId(id: ChallengeId): Promise<ChallengeWithClient | null>;
  /** Those of them that are stored, in any order. */
  byIds(ids: readonly ChallengeId[]): Promise<readonly ChallengeWithClient[]>;
  client(channel: ChannelId, ref: ClientRef): Promise<Client | null>;
  /** Newest first. */
  list(query: ChallengeQuery): Promise<readonly ChallengeWithClient[]>;
  /** Those of one telephone number, of whichever channel, newest first. */
  ofPhone(query: PhoneQuery): Promise<readonly ChallengeWithClient[]>;
  /** Pending challenges whose deadline is at or before `now`, earliest first. */
  due(now: Instant, limit: number): Promise<readonly ChallengeId[]>;
  /**
   * Notes a challenge's first view, or its first preview, with its audit entry and its deliveries; any later one
   * changes nothing, so that no number of GETs fills the log. Whatever the version, which stays as it is: a view never
   * makes an answer conflict. @returns whether this one was the first.
   */
  recordView(view: View): Promise<boolean>;
  idempotent(channel: ChannelId, key: string): Promise<IdempotencyRecord | null>;
  /** Removes idempotency records that ended at or before `now`; answers how many. */
  forgetIdempotent(now: Instant): Promise<number>;
}

export type DeliveryQuery = {
  readonly channel: ChannelId | null;
  readonly challenge: ChallengeId | null;
  readonly status: Delivery['status'] | null;
  /** Only those made at or after this time. */
  readonly since: Instant | null;
  /** Only those made before this time. */
  readonly until: Instant | null;
  /** Only those that stand behind this one in the list: the last of the page before. */
  readonly before: DeliveryId | null;
  readonly limit: number;
};

/** Which due deliveries to take: one channel's, so that a platform that hangs holds up no other channel. */
export type Claim = {
  readonly channel: ChannelId;
  readonly now: Instant;
  readonly leaseUntil: Instant;
  /** At least 1. */
  readonly limit: number;
};

/** A delivery to be attempted, and all of its challenge and client that telling it needs, as they are at the claim. */
export type ClaimedDelivery = {
  readonly delivery: Delivery;
  readonly challenge: Pick<Challenge, 'id' | 'sealedDetails'> & {
    readonly lifecycle: Omit<Lifecycle, 'attempts' | 'attemptsAllowed'>;
  };
  readonly client: Pick<Client, 'wrappedKey'>;
};

export interface DeliveryStore {
  /**
   * Takes pending deliveries of one channel whose `nextAttemptAt` is at or before `now`, earliest first: counts an
   * attempt on each and leases them until `leaseUntil` (their new `nextAttemptAt`), so that no other deliverer takes
   * them meanwhile, and a crash frees them by itself.
   */
  claim(claim: Claim): Promise<readonly ClaimedDelivery[]>;
  /**
   * Writes what became of a claimed attempt, and its entry; false, and neither, where the delivery was changed since
   * (`attempts` differ, or it is pending no more). A link that is gone is never written back: it stays where `next` is
   * pending and the challenge too, else it goes.
   */
  settle(next: Delivery, entry: AuditAppend | null): Promise<boolean>;
  /**
   * Writes what an operator made of a delivery, and its entry; false, and neither, where it is no longer as it was before.
   */
  override(before: Delivery, next: Delivery, entry: AuditAppend | null): Promise<boolean>;
  /** When the channel's earliest pending delivery is due; null where none is pending. */
  nextDue(channel: ChannelId): Promise<Instant | null>;
  ofChallenges(ids: readonly ChallengeId[]): Promise<readonly Delivery[]>;
  find(id: DeliveryId): Promise<Delivery | null>;
  /** The newest first: by the time they were made, and of one time by the order of writing. */
  list(query: DeliveryQuery): Promise<readonly Delivery[]>;
}

export interface KeyStore {
  insert(key: ApiKey, entry: AuditAppend): Promise<void>;
  byHash(hash: Uint8Array): Promise<ApiKey | null>;
  list(channel: ChannelId | null): Promise<readonly ApiKey[]>;
  /** Never puts a revocation off. False, and nothing is written, where there is no such key. */
  revoke(id: KeyId, at: Instant, entry: AuditAppend): Promise<boolean>;
}

/** Everything one database offers. */
export interface Store {
  readonly challenges: ChallengeStore;
  readonly deliveries: DeliveryStore;
  readonly keys: KeyStore;
  readonly audit: AuditStore;
  readonly checkpoints: CheckpointStore;
  readonly logRows: LogRows;
  readonly figures: FigureStore;
  readonly sessions: SessionStore;
  readonly privacy: PrivacyStore;
  readonly secrets: SecretStore;
  /** Null where the database is one instance's alone. */
  readonly sharedSecrets: SharedSecrets | null;
  /** Resolves where the store can be read and written now. @throws StoreUnavailable */
  ping(): Promise<void>;
  close(): Promise<void>;
}
