import { fromBase64, toBase64, toHex } from '../../kernel/bytes.ts';
import type { Instant } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { type TreeHead, verifyConsistency } from './merkle-proof.ts';
import { emptyRoot, HASH_BYTES, type Hash } from './merkle-tree.ts';
import type { NoteSigner, NoteVerifier } from './note-key.ts';
import { formatNote, parseNote, signText, verifyNote } from './signed-note.ts';

/** The state of a log at one size (c2sp.org/tlog-checkpoint). */
export type Checkpoint = TreeHead & {
  /** Which log: a name that no other log has. One line, not empty. */
  readonly origin: string;
  /** Further lines, of which no standard says what they mean. Ours have none. */
  readonly extensions: readonly string[];
};

/** Which log is believed, and by which of its keys: more than one where a key was replaced. */
export type LogIdentity = { readonly origin: string; readonly keys: readonly NoteVerifier[] };

/** Whose signatures are believed: the log's, and those of witnesses that watch it. */
export type Trust = { readonly log: LogIdentity; readonly witnesses: readonly NoteVerifier[] };

export type Cosignature = { readonly witness: NoteVerifier; readonly at: Instant };

export type OpenedCheckpoint = {
  readonly checkpoint: Checkpoint;
  /** The log's own key, or keys. */
  readonly signedBy: readonly NoteVerifier[];
  /** Each known witness at most once. How many are enough is for the caller to say. */
  readonly cosignatures: readonly Cosignature[];
  /** Lines of unknown keys: unchecked, so whoever needs every byte vouched for refuses a note that has them. */
  readonly unknownSignatures: number;
};

export type CheckpointFault = 'malformed' | 'other_log' | 'bad_signature' | 'not_signed_by_log';

/** @throws RangeError for an origin or an extension that is not one line, or a root that is no hash. */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint;
  const text = `${[origin, size, toBase64(root), ...extensions].join('\n')}\n`;
  if (parseCheckpoint(text) === null) throw new RangeError('no checkpoint can say this');
  return text;
}

/** The checkpoint that a note's text spells; null where it is not exactly in the format. Not yet: whether it is signed. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const lines = text.split('\n');
  if (lines.pop() !== '' || lines.some((line) => line === '')) return null;
  const [origin, decimal, encodedRoot, ...extensions] = lines;
  if (origin === undefined || decimal === undefined || encodedRoot === undefined) return null;
  const size = parseDecimal(decimal);
  const root = parseHash(encodedRoot);
  if (size === null || root === null) return null;
  if (size === 0 && toHex(root) !== toHex(emptyRoot())) return null;
  return { origin, size, root, extensions };
}

/** The whole note: the checkpoint and the log's signature. */
export function signCheckpoint(checkpoint: Checkpoint, signer: NoteSigner): string {
  const text = formatCheckpoint(checkpoint);
  return formatNote({ text, signatures: [signText(text, signer)] });
}

/** A checkpoint that the log signed, with what known witnesses said of it. */
export function openCheckpoint(encoded: string, trust: Trust): Result<OpenedCheckpoint, CheckpointFault> {
  const note = parseNote(encoded);
  const checkpoint = note === null ? null : parseCheckpoint(note.text);
  if (note === null || checkpoint === null) return err('malformed');
  if (checkpoint.origin !== trust.log.origin) return err('other_log');
  const opened = verifyNote(note, [...trust.log.keys, ...trust.witnesses]);
  if (!opened.ok) return err(opened.error === 'bad_signature' ? 'bad_signature' : 'not_signed_by_log');
  const { verified, unknown } = opened.value;
  const signedBy = trust.log.keys.filter(
    (key) => key.type === 'ed25519' && verified.some(({ verifier }) => verifier === key),
  );
  if (signedBy.length === 0) return err('not_signed_by_log');
  const cosignatures = verified.flatMap(({ verifier, at }) =>
    at !== null && trust.witnesses.includes(verifier) ? [{ witness: verifier, at }] : [],
  );
  return ok({ checkpoint, signedBy, cosignatures, unknownSignatures: unknown });
}

/** How a later checkpoint stands to an earlier one. Only a `consistent` one may be signed, or cosigned, after it. */
export type Growth = 'consistent' | 'other_log' | 'shrunk' | 'inconsistent';

/** @param proof of consistency between the two sizes; empty where the earlier size is 0 or both are equal. */
export function growthOf(earlier: Checkpoint, later: Checkpoint, proof: readonly Hash[]): Growth {
  if (earlier.origin !== later.origin) return 'other_log';
  if (later.size < earlier.size) return 'shrunk';
  // Every log begins with the empty one; there is nothing to prove, so nothing may be offered as proof.
  if (earlier.size === 0) return proof.length === 0 ? 'consistent' : 'inconsistent';
  return verifyConsistency({ first: earlier, second: later, proof }) ? 'consistent' : 'inconsistent';
}

/** The number that a canonical decimal spells: no sign, no leading zero, at most 2^53 - 1. */
export function parseDecimal(text: string): number | null {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** The hash that a line of canonical base64 spells. */
export function parseHash(text: string): Hash | null {
  const bytes = fromBase64(text);
  return bytes?.byteLength === HASH_BYTES ? bytes : null;
}
