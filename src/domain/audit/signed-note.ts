import { concat, fromBase64, toBase64, toHex, utf8 } from '../../kernel/bytes.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { isKeyName, type NoteSigner, type NoteVerifier } from './note-key.ts';

/*
 * Notes that one or more keys signed (c2sp.org/signed-note), with witnesses' timestamped cosignatures
 * (c2sp.org/tlog-cosignature, the Ed25519 kind). The text of a note means nothing before `verifyNote` accepted it.
 */

export type NoteSignature = {
  readonly name: string;
  /** Eight hexadecimal digits. */
  readonly keyId: string;
  /** What the key made, without the key id: for a cosignature, its time in eight bytes comes first. */
  readonly bytes: Uint8Array;
};

export type SignedNote = {
  /** Ends in a newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};

/** A signature that holds. `at` is when a witness says it saw the text; null for other signatures. */
export type VerifiedSignature = { readonly verifier: NoteVerifier; readonly at: Instant | null };

export type VerifiedNote = {
  readonly text: string;
  /** Each key once, in the order of their first signatures; at least one. */
  readonly verified: readonly VerifiedSignature[];
  /** How many lines are of keys that nobody asked about: they neither count for nor against the note. */
  readonly unknown: number;
};

export type NoteFault = 'bad_signature' | 'no_known_signature';

// The format asks for some limit, of no fewer than 16 signatures.
const MOST_SIGNATURES = 100;
const LONGEST_NOTE = 1_000_000;

const KEY_ID_BYTES = 4;
const TIME_BYTES = 8;

/** The note that a text spells, unverified; null where the text is not exactly in the format. */
export function parseNote(encoded: string): SignedNote | null {
  if (encoded.length > LONGEST_NOTE || !isNoteText(encoded)) return null;
  const gap = encoded.lastIndexOf('\n\n');
  if (gap === -1) return null;
  // Up to its final newline the rest is signature lines: without one, the last piece would not be empty.
  const lines = encoded.slice(gap + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0 || lines.length > MOST_SIGNATURES) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === null) return null;
    signatures.push(signature);
  }
  return { text: encoded.slice(0, gap + 1), signatures };
}

/** @throws RangeError for a text that no note can have, or without signatures. */
export function formatNote(note: SignedNote): string {
  const { text, signatures } = note;
  if (!text.endsWith('\n') || !isNoteText(text)) throw new RangeError('a note is lines of text');
  if (signatures.length === 0) throw new RangeError('a note has a signature');
  return `${text}\n${signatures.map(formatSignatureLine).join('')}`;
}

/** One line of a note, final newline included, such as a witness answers with. */
export const formatSignatureLine = ({ name, keyId, bytes }: NoteSignature): string =>
  `— ${name} ${toBase64(concat(Uint8Array.fromHex(keyId), bytes))}\n`;

/** The signature of a line without its newline; null for anything else. */
export function parseSignatureLine(line: string): NoteSignature | null {
  const [dash, name, encoded, ...rest] = line.split(' ');
  if (dash !== '—' || name === undefined || encoded === undefined || rest.length > 0) return null;
  const decoded = fromBase64(encoded);
  if (!isKeyName(name) || decoded === null || decoded.byteLength <= KEY_ID_BYTES) return null;
  return { name, keyId: toHex(decoded.subarray(0, KEY_ID_BYTES)), bytes: decoded.subarray(KEY_ID_BYTES) };
}

/** A signature over the text itself, by a key of the type `ed25519`. */
export function signText(text: string, signer: NoteSigner): NoteSignature {
  if (signer.type !== 'ed25519') throw new Error('a witness key does not sign as the author');
  return { name: signer.name, keyId: signer.keyId, bytes: signer.key.sign(utf8(text)) };
}

/** A witness's statement that it saw this checkpoint, and none larger, at `at` (cut to the second). */
export function cosignText(text: string, signer: NoteSigner, at: Instant): NoteSignature {
  if (signer.type !== 'cosignature') throw new Error('only a witness key cosigns');
  const seconds = Math.floor(at / 1000);
  const time = new Uint8Array(TIME_BYTES);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  const bytes = concat(time, signer.key.sign(cosignedMessage(text, seconds)));
  return { name: signer.name, keyId: signer.keyId, bytes };
}

/**
 * The text with the signatures that hold, of those whose keys are known. One signature of a known key that does not
 * hold spoils the whole note, whatever the others say; signatures of unknown keys are left aside.
 */
export function verifyNote(
  note: SignedNote,
  verifiers: readonly NoteVerifier[],
): Result<VerifiedNote, NoteFault> {
  const verified = new Map<NoteVerifier, VerifiedSignature>();
  let unknown = 0;
  for (const signature of note.signatures) {
    const known = verifiers.filter(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (known.length === 0) {
      unknown += 1;
      continue;
    }
    const holding = known
      .map((verifier) => verifiedSignature(note.text, signature, verifier))
      .find(isPresent);
    if (holding === undefined) return err('bad_signature');
    if (!verified.has(holding.verifier)) verified.set(holding.verifier, holding);
  }
  if (verified.size === 0) return err('no_known_signature');
  return ok({ text: note.text, verified: [...verified.values()], unknown });
}

function verifiedSignature(
  text: string,
  signature: NoteSignature,
  verifier: NoteVerifier,
): VerifiedSignature | null {
  if (verifier.type === 'ed25519') {
    return verifier.key.verify(utf8(text), signature.bytes) ? { verifier, at: null } : null;
  }
  if (signature.bytes.byteLength < TIME_BYTES) return null;
  const { buffer, byteOffset } = signature.bytes;
  const seconds = Number(new DataView(buffer, byteOffset, TIME_BYTES).getBigUint64(0));
  // Later than any date that this language knows is no time at all, and the number may have been rounded.
  if (seconds > LATEST_SECOND) return null;
  const holds = verifier.key.verify(cosignedMessage(text, seconds), signature.bytes.subarray(TIME_BYTES));
  return holds ? { verifier, at: instant(seconds * 1000) } : null;
}

const LATEST_SECOND = 8_640_000_000_000;

const cosignedMessage = (text: string, seconds: number): Uint8Array =>
  utf8(`cosignature/v1\ntime ${seconds}\n${text}`);

const isPresent = <T>(value: T | null): value is T => value !== null;

const NEWLINE = 0x0a;
const FIRST_PRINTABLE = 0x20;

/** Well-formed, and without any control character but newlines. */
function isNoteText(text: string): boolean {
  if (!text.isWellFormed()) return false;
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place);
    if (unit < FIRST_PRINTABLE && unit !== NEWLINE) return false;
  }
  return true;
}
