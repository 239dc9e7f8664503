import type { RowFault } from '../domain/audit/check-row.ts';
import type { LogFault } from './check-log.ts';

/**
 * What does not hold of a log, the first of it. Where it has an `index`, every entry before that one holds; with a `last`,
 * one of the entries from the one to the other is at fault.
 */
export type LogDamage =
  | RowFault
  | EntryDamage
  | { readonly type: 'verdict_unlogged'; readonly challenge: string; readonly outcome: string }
  | CheckpointDamage
  /** The checkpoint outside the database, or the one that was given to begin at. */
  | { readonly type: 'outside'; readonly fault: LogFault }
  | { readonly type: 'start'; readonly fault: LogFault }
  /** What stands beside the log, and is to be known to go on with it, is not what its entries say. */
  | { readonly type: 'state_differs'; readonly what: 'size' | 'tree' | 'time' | 'policy' }
  /** Signing keys are not those that entries name, from the nth on, which the entry at `index` names (null: none does). */
  | { readonly type: 'keys_differ'; readonly index: number | null }
  /** A signing key does not open: it was changed, or SECRET_KEY is another. */
  | { readonly type: 'keys_sealed' }
  /** A value in the database makes no sense. `what` is its column, in a sentence. */
  | { readonly type: 'unreadable'; readonly what: string };

export type EntryDamage = {
  readonly index: number;
} /** It does not continue the count of its challenge's entries. */ & (
  | { readonly type: 'number_wrong' }
  /** What it commits to is gone, and no entry says that it was erased. */
  | { readonly type: 'disclosure_missing' }
  /** What is kept for it is not what it commits to. */
  | { readonly type: 'disclosure_altered' }
  /** The challenge itself says another verdict, or none, or is gone. */
  | { readonly type: 'verdict_differs' | 'verdict_gone'; readonly challenge: string }
  /** An earlier entry has the verdict of this challenge already. */
  | { readonly type: 'verdict_twice'; readonly challenge: string }
);

/** `index`: all before it was proven by the checkpoint before. */
export type CheckpointDamage = {
  readonly index: number;
  readonly size: number;
} /** It is not what the log signs, or not by a key of it. */ & (
  | { readonly type: 'checkpoint_broken' }
  /** The log was other than it is when it was signed. */
  | { readonly type: 'checkpoint_differs' }
  /** It is over more entries than there are. */
  | { readonly type: 'checkpoint_ahead' }
);
