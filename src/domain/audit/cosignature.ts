import type { Instant } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { NoteVerifier } from './note-key.ts';
import { formatNote, type NoteSignature, parseNote, parseSignatureLine, verifyNote } from './signed-note.ts';

/** A checkpoint with what a witness said of it. */
export type CosignedNote = { readonly note: string; readonly at: Instant };

export type CosignatureFault =
  /** The answer is not lines of signatures. */
  | 'malformed'
  /** None of them is of the witness's key. */
  | 'other_key'
  /** The witness's own does not hold for this checkpoint. */
  | 'bad_signature';

/** How many lines are looked at. */
const MOST_LINES = 16;

/**
 * A note with the cosignature that a witness answered, in the place of an earlier one of the same key. Lines of other
 * keys are left out.
 * @param answer lines of signatures, each with its newline (c2sp.org/tlog-witness).
 */
export function withCosignature(
  encoded: string,
  answer: string,
  witness: NoteVerifier,
): Result<CosignedNote, CosignatureFault> {
  const note = parseNote(encoded);
  const lines = answer.split('\n');
  if (note === null || lines.pop() !== '' || lines.length === 0 || lines.length > MOST_LINES) {
    return err('malformed');
  }
  const parsed = lines.map(parseSignatureLine);
  if (parsed.includes(null)) return err('malformed');
  const own = parsed.find((line) => line !== null && isOf(line, witness));
  if (own === undefined || own === null) return err('other_key');
  const verified = verifyNote({ text: note.text, signatures: [own] }, [witness]);
  const at = verified.ok ? verified.value.verified[0]?.at : null;
  if (at === null || at === undefined) return err('bad_signature');
  const others = note.signatures.filter((each) => !isOf(each, witness));
  return ok({ note: formatNote({ text: note.text, signatures: [...others, own] }), at });
}

const isOf = ({ name, keyId }: NoteSignature, witness: NoteVerifier): boolean =>
  name === witness.name && keyId === witness.keyId;
