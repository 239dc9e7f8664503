import type { EntryDraft } from '../domain/audit/log-entry.ts';
import type { Hash, NodePosition, Tree } from '../domain/audit/merkle-tree.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';

/*
 * What the use cases need of whatever keeps the log. As all store ports: asynchronous, in values, and throwing
 * StoreUnavailable (ports.ts) where the medium failed.
 */

/** One entry on its way into the log: the store gives it its index, its number, and a time that is not too early. */
export type AuditAppend = {
  readonly draft: EntryDraft;
  /** What the draft commits to, under the client's key; null where it commits to nothing. */
  readonly sealedDisclosures: Uint8Array | null;
};

export type StoredAuditEntry = {
  readonly index: number;
  /** Exactly what the log commits to: `parseLogEntry` reads it. */
  readonly bytes: Uint8Array;
  /** Null where it commits to nothing, and where what it commits to was erased. */
  readonly sealedDisclosures: Uint8Array | null;
};

export type AuditQuery = {
  readonly challenge: ChallengeId | null;
  readonly fromIndex: number;
  readonly limit: number;
};

export type VerdictQuery = {
  readonly channel: ChannelId;
  /** Only those at or behind this index. */
  readonly fromIndex: number;
  readonly limit: number;
};

export interface AuditStore {
  /** In the order of their indexes, which begin at 0 and have no gaps. */
  entries(query: AuditQuery): Promise<readonly StoredAuditEntry[]>;
  /**
   * The entries of a channel's verdicts, in the order of their indexes. That is the order in which they were committed: once
   * one was read, none comes to be in front of it.
   */
  verdicts(query: VerdictQuery): Promise<readonly StoredAuditEntry[]>;
  /** How many entries there are: the index of the next one. */
  size(): Promise<number>;
  /** Writes entries that come with no other change. */
  append(entries: readonly AuditAppend[]): Promise<void>;
  /** The tree as it stands. */
  tree(): Promise<Tree>;
  /** The hashes of complete subtrees of the stored tree, in the order asked for. */
  nodes(positions: readonly NodePosition[]): Promise<readonly Hash[]>;
  /** What the newest entry `policy.changed` says; null before the first. */
  policy(): Promise<string | null>;
}

export type StoredCheckpoint = {
  /** Entries that it is over. */
  readonly size: number;
  /** The signed note, to the letter, with what witnesses said of it. */
  readonly note: string;
  /** How many witnesses that is. */
  readonly cosignatures: number;
  /** A time-stamp token (RFC 3161, DER) over the note's text; null where there is none. */
  readonly timestamp: Uint8Array | null;
};

/** Which checkpoints others vouch for: with both members at their least, all that one witness cosigned. */
export type VouchedQuery = {
  /** The log's name in them. */
  readonly origin: string;
  /** Over how many entries at least. */
  readonly atLeast: number;
  /** By how many witnesses at least; 0 only together with a time stamp. */
  readonly cosignatures: number;
  readonly isStamped: boolean;
};

export type StoredSigningKey = {
  /** 32 bytes as base64url. */
  readonly publicKey: string;
  /** Its private half under the service's secret; null once another key has taken its place. */
  readonly wrappedSeed: Uint8Array | null;
};

/** By which name and keys the log is signed, and what was signed. */
export interface CheckpointStore {
  /** The log's name; null before the first start. */
  origin(): Promise<string | null>;
  /** Names the log, if it is still named `instead`; answers whether it was. */
  name(origin: string, instead: string | null): Promise<boolean>;
  /** Oldest first. */
  signingKeys(): Promise<readonly StoredSigningKey[]>;
  /** Adds a key and the entry that names it, if there are `after` keys so far; answers whether it did. */
  addSigningKey(key: StoredSigningKey, after: number, entry: AuditAppend): Promise<boolean>;
  /** Forgets the private halves of all keys but the newest. */
  retireSigningKeys(): Promise<void>;
  /** The one over most entries. */
  latest(): Promise<StoredCheckpoint | null>;
  /** The one over fewest entries for which others vouch as asked. */
  vouchedFor(query: VouchedQuery): Promise<StoredCheckpoint | null>;
  /** From those over `fromSize` entries on, smallest first. */
  list(fromSize: number, limit: number): Promise<readonly StoredCheckpoint[]>;
  /** Writes a checkpoint, in the place of one over as many entries. */
  put(checkpoint: StoredCheckpoint): Promise<void>;
}

/** The last checkpoint, kept where whoever rewrites or restores the database does not reach it as well. */
export interface OutsideCheckpoint {
  /** The note; null where there is none. */
  read(): Promise<string | null>;
  /** Writes `next` durably if what is there is still `expected`; answers whether it did. */
  replace(expected: string | null, next: string): Promise<boolean>;
}

/** A row of the log with all that the database holds of it, unread. */
export type LogRow = StoredAuditEntry & {
  /** What is repeated of the entry, to find it by. */
  readonly challenge: string | null;
  readonly verdictChannel: string | null;
  /** `subtreeBytes` of what it completed. */
  readonly subtrees: Uint8Array;
};

/** What stands beside the log, unread. */
export type LogState = {
  readonly size: number;
  /** `frontierBytes` of the tree. */
  readonly frontier: Uint8Array;
  /** Of the newest entry, in milliseconds since 1970. */
  readonly lastTime: number;
  /** Of the newest entry `policy.changed`. */
  readonly policy: string | null;
  /** As the signing keys are numbered, in that order. */
  readonly keyNumbers: readonly number[];
};

/** A verdict as the row of its challenge has it, unread. */
export type VerdictRow = {
  /** Its place among the challenges. */
  readonly number: number;
  readonly challenge: string;
  readonly outcome: string;
  readonly reason: string | null;
  /** Milliseconds since 1970. */
  readonly decidedAt: number | null;
};

/** The database as it is, right or wrong: what the whole log is checked by. Text is whatever stands there. */
export interface LogRows {
  state(): Promise<LogState>;
  /** In the order of their indexes. */
  rows(fromIndex: number, limit: number): Promise<readonly LogRow[]>;
  /** How many rows before an index name each challenge; one that none names is left out. */
  countsBefore(challenges: readonly string[], index: number): Promise<ReadonlyMap<string, number>>;
  /** Behind a number, in the order of their numbers. */
  verdictRows(after: number, limit: number): Promise<readonly VerdictRow[]>;
  /** Those of challenges that are stored. */
  verdictsOf(challenges: readonly string[]): Promise<readonly VerdictRow[]>;
  /** The wrapped keys by which the evidence of challenges opens, of blocked clients too; those that are gone are left out. */
  wrappedKeysOf(challenges: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** Those of challenges of which only the log's evidence is left. */
  pastOf(challenges: readonly string[]): Promise<ReadonlySet<string>>;
  /** Where the log has verdicts of challenges, in the order of the indexes. */
  loggedVerdicts(
    challenges: readonly string[],
  ): Promise<readonly { readonly challenge: string; readonly index: number }[]>;
}
