import type { AddCheckpoint } from './add-checkpoint.ts';
import {
  type Checkpoint,
  growthOf,
  type LogIdentity,
  openCheckpoint,
  parseCheckpoint,
} from './checkpoint.ts';
import type { TreeHead } from './merkle-proof.ts';
import { emptyRoot } from './merkle-tree.ts';
import { parseNote } from './signed-note.ts';

/** What a witness does with a checkpoint that it is shown (c2sp.org/tlog-witness). */
export type WitnessVerdict =
  /** It continues the newest one that was seen, and may be cosigned once it has taken that one's place. */
  | { readonly type: 'continues'; readonly checkpoint: Checkpoint; readonly text: string }
  /** It is no checkpoint, or is older than what it is said to continue. */
  | { readonly type: 'malformed' }
  | { readonly type: 'unknown_log' }
  /** No key that is believed signed it. */
  | { readonly type: 'not_signed' }
  /** What was seen last is of another size than the log thought. */
  | { readonly type: 'other_size'; readonly known: number }
  /** As many entries as were seen last, and not the same ones: the log shows two histories. */
  | { readonly type: 'forked'; readonly known: number }
  /** The proof does not lead from what was seen last to this one. */
  | { readonly type: 'inconsistent' };

/** Which log a request is about, as its checkpoint says; null where it says none. Nothing is verified. */
export function originOf({ checkpoint }: AddCheckpoint): string | null {
  const note = parseNote(checkpoint);
  return note === null ? null : (parseCheckpoint(note.text)?.origin ?? null);
}

/**
 * @param log whose checkpoint it says it is; null where a witness knows no such log.
 * @param last the newest checkpoint of that log that was cosigned; null before the first.
 */
export function judgeCheckpoint(
  { oldSize, proof, checkpoint: note }: AddCheckpoint,
  log: LogIdentity | null,
  last: TreeHead | null,
): WitnessVerdict {
  if (log === null) return { type: 'unknown_log' };
  const text = parseNote(note)?.text ?? '';
  const opened = openCheckpoint(note, { log, witnesses: [] });
  if (!opened.ok) return { type: opened.error === 'malformed' ? 'malformed' : 'not_signed' };
  const { checkpoint } = opened.value;
  const seen = last ?? { size: 0, root: emptyRoot() };
  if (oldSize > checkpoint.size) return { type: 'malformed' };
  if (oldSize !== seen.size) return { type: 'other_size', known: seen.size };
  const isSameSize = checkpoint.size === seen.size;
  if (isSameSize && checkpoint.root.some((byte, place) => byte !== seen.root[place])) {
    return { type: 'forked', known: seen.size };
  }
  const earlier: Checkpoint = { origin: log.origin, ...seen, extensions: [] };
  return growthOf(earlier, checkpoint, proof) === 'consistent'
    ? { type: 'continues', checkpoint, text }
    : { type: 'inconsistent' };
}
