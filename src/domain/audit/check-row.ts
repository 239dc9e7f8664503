import { concat } from '../../kernel/bytes.ts';
import type { Instant } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type LogEntry, type LogEntryFault, parseLogEntry, verdictChannel } from './log-entry.ts';
import { append, HASH_BYTES, leafHash, type Tree } from './merkle-tree.ts';

/** A row of the log as a store has it. */
export type GivenRow = {
  readonly index: number;
  readonly bytes: Uint8Array;
  /** Repeated of the entry, to find it by. */
  readonly challenge: string | null;
  readonly verdictChannel: string | null;
  /** `subtreeBytes` of what it completed. */
  readonly subtrees: Uint8Array;
};

/** What is known of the log in front of a row. */
export type Checked = { readonly tree: Tree; readonly lastTime: Instant };

export type CheckedRow = { readonly checked: Checked; readonly entry: LogEntry };

/** `index` is the first entry that may be the one at fault, `last` the last one. */
export type RowFault = { readonly index: number; readonly last: number } & (
  | { readonly type: 'entry_missing' }
  | { readonly type: 'entry_unreadable'; readonly why: LogEntryFault }
  /** The entry is not the one whose hash was written beside it. */
  | { readonly type: 'entry_altered' }
  /** The hash that was written over several entries is not theirs. */
  | { readonly type: 'tree_altered' }
  | { readonly type: 'time_goes_back' }
  /** The row is filed under another challenge or channel than its entry names. */
  | { readonly type: 'filed_elsewhere' }
);

/**
 * Checks the row that comes next: that none is left out, that it is an entry as this log writes them, that its hash and those
 * over it and what is in front of it are the ones that were written, and that no time goes back.
 */
export function checkRow(before: Checked, row: GivenRow): Result<CheckedRow, RowFault> {
  const index = before.tree.size;
  const here = { index, last: index };
  if (row.index !== index) return err({ ...here, type: 'entry_missing' });
  const parsed = parseLogEntry(row.bytes);
  const { tree, completed } = append(before.tree, leafHash(row.bytes));
  const hashes = concat(...completed.map(({ hash }) => hash));
  const level = differingLevel(hashes, row.subtrees);
  if (level === 0) return err({ ...here, type: 'entry_altered' });
  if (level !== null) return err({ index: index + 1 - 2 ** level, last: index, type: 'tree_altered' });
  if (!parsed.ok) return err({ ...here, type: 'entry_unreadable', why: parsed.error });
  const entry = parsed.value;
  if (row.challenge !== entry.challenge || row.verdictChannel !== verdictChannel(entry)) {
    return err({ ...here, type: 'filed_elsewhere' });
  }
  if (entry.time < before.lastTime) return err({ ...here, type: 'time_goes_back' });
  return ok({ checked: { tree, lastTime: entry.time }, entry });
}

/** The lowest level whose hash is not the one that was written; null where all are, and no more. */
function differingLevel(hashes: Uint8Array, written: Uint8Array): number | null {
  const length = Math.max(hashes.byteLength, written.byteLength);
  for (let place = 0; place < length; place++) {
    if (hashes[place] !== written[place]) return (Math.min(place, hashes.byteLength - 1) / HASH_BYTES) | 0;
  }
  return null;
}
