import { fromBase64, utf8 } from '../../kernel/bytes.ts';
import { sha256Base64url } from '../../kernel/digest.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { OpenedCheckpoint, Trust } from './checkpoint.ts';
import { checkDisclosures, commitmentOf, type Disclosure, parseDigests } from './disclosure.ts';
import {
  type Bundle,
  type BundleContent,
  type BundleEntry,
  parseBundle,
  signedMessage,
} from './evidence-bundle.ts';
import { type LogEntry, parseLogEntry } from './log-entry.ts';
import { type NoteVerifier, parseVerifierKey } from './note-key.ts';
import { parseProof, verifyProof } from './proof.ts';
import { parseNote } from './signed-note.ts';

/** An entry that was checked. */
export type VerifiedEntry = {
  readonly entry: LogEntry;
  readonly index: number;
  /** Whether a checkpoint covers it, so that it is proven to stand in the log. */
  readonly isProven: boolean;
  readonly disclosed: readonly Disclosure[];
  /** Whether it commits to something of which nothing is left that could be disclosed. */
  readonly isErased: boolean;
};

export type VerifiedBundle = {
  readonly content: BundleContent;
  /** Who signed the file, and in that all of it. */
  readonly signer: NoteVerifier;
  readonly entries: readonly VerifiedEntry[];
  /** What the proofs lead to; null where no entry is proven yet. */
  readonly checkpoint: OpenedCheckpoint | null;
  /** The note's text that a time stamp is over. */
  readonly noteText: string | null;
  /** DER; not checked here. */
  readonly timestamp: Uint8Array | null;
};

export type BundleFault =
  | { readonly type: 'no_bundle' }
  /** A key that the bundle names is none, or not one of those that are believed. */
  | { readonly type: 'unknown_key'; readonly key: string }
  /** The file was changed after it was signed. */
  | { readonly type: 'altered' }
  /** What the log is said to have does not hold together; `index` is the first entry at fault. */
  | { readonly type: EntryFault; readonly index: number }
  | { readonly type: 'policy_differs' }
  | { readonly type: 'no_entries' };

type EntryFault =
  /** Not an entry as this log writes them, or one of another challenge. */
  | 'entry_malformed'
  /** An entry in between is missing, doubled, or out of its order. */
  | 'entry_missing'
  /** What is disclosed is not what the entry commits to. */
  | 'disclosure_differs'
  /** The proof does not lead from the entry to the checkpoint, or the checkpoint is not the log's. */
  | 'not_proven'
  /** The proofs do not all lead to one checkpoint. */
  | 'other_checkpoint';

/**
 * Checks a bundle from its bytes up, with nothing but what is in it.
 * @param believed the log's keys that are known from elsewhere; null: the bundle's own word is taken for them, which
 *   proves that all of it is of one piece, and by whom only for somebody who knows the key.
 */
export function verifyBundle(
  text: string,
  believed: readonly NoteVerifier[] | null,
): Result<VerifiedBundle, BundleFault> {
  const bundle = parseBundle(text);
  if (bundle === null) return err({ type: 'no_bundle' });
  const { content } = bundle;
  const keys = keysOf(content.keys);
  if (!keys.ok) return keys;
  const witnesses = keysOf(content.witnesses);
  if (!witnesses.ok) return witnesses;
  const isBelieved = (key: NoteVerifier) => believed === null || believed.some((each) => isSame(each, key));
  const signer = signerOf(bundle, keys.value.filter(isBelieved));
  if (!signer.ok) return signer;
  if (content.entries.length === 0) return err({ type: 'no_entries' });

  const trust = { log: { origin: content.origin, keys: keys.value }, witnesses: witnesses.value };
  const checked = checkEntries(content, trust, isBelieved);
  if (!checked.ok) return checked;
  const { entries, checkpoint, note } = checked.value;
  if (!policiesMatch(content.policies, entries)) return err({ type: 'policy_differs' });
  const timestamp = content.timestamp === null ? null : fromBase64(content.timestamp);
  if (content.timestamp !== null && (timestamp === null || note === null)) return err({ type: 'no_bundle' });
  const noteText = note === null ? null : (parseNote(note)?.text ?? null);
  return ok({ content, signer: signer.value, entries, checkpoint, noteText, timestamp });
}

type CheckedEntries = {
  readonly entries: readonly VerifiedEntry[];
  readonly checkpoint: OpenedCheckpoint | null;
  readonly note: string | null;
};

function checkEntries(
  content: BundleContent,
  trust: Trust,
  isBelieved: (key: NoteVerifier) => boolean,
): Result<CheckedEntries, BundleFault> {
  const entries: VerifiedEntry[] = [];
  let checkpoint: OpenedCheckpoint | null = null;
  let note: string | null = null;
  for (const given of content.entries) {
    const { index } = given;
    const checked = checkEntry(given, content.challenge, entries);
    if (!checked.ok) return err({ type: checked.error, index });
    entries.push(checked.value);
    if (given.proof === null) continue;
    const opened = openProof(given, given.proof, trust);
    if (opened === null || !opened.signedBy.some(isBelieved)) return err({ type: 'not_proven', index });
    const itsNote: string | null = parseProof(given.proof)?.checkpoint ?? null;
    if (note !== null && note !== itsNote) return err({ type: 'other_checkpoint', index });
    [checkpoint, note] = [opened, itsNote];
  }
  return ok({ entries, checkpoint, note });
}

/** The checkpoint that an entry's proof leads to; null where it leads nowhere. */
function openProof({ entry, index }: BundleEntry, proof: string, trust: Trust): OpenedCheckpoint | null {
  const opened = verifyProof(proof, utf8(entry), trust);
  if (!opened.ok || opened.value.index !== index) return null;
  return isSignedOnce(opened.value, parseProof(proof)?.checkpoint ?? '') ? opened.value : null;
}

function keysOf(texts: readonly string[]): Result<readonly NoteVerifier[], BundleFault> {
  const keys: NoteVerifier[] = [];
  for (const text of texts) {
    const key = parseVerifierKey(text);
    if (key === null) return err({ type: 'unknown_key', key: text });
    keys.push(key);
  }
  return ok(keys);
}

const isSame = (one: NoteVerifier, other: NoteVerifier): boolean =>
  one.name === other.name && one.keyId === other.keyId && one.key.pem() === other.key.pem();

function signerOf(
  { content, signature }: Bundle,
  keys: readonly NoteVerifier[],
): Result<NoteVerifier, BundleFault> {
  const claimed = parseVerifierKey(signature.key);
  const signer = keys.find((key) => claimed !== null && isSame(key, claimed));
  if (signer === undefined || signer.name !== content.origin) {
    return err({ type: 'unknown_key', key: signature.key });
  }
  const value = fromBase64(signature.value);
  return value !== null && signer.key.verify(signedMessage(content), value)
    ? ok(signer)
    : err({ type: 'altered' });
}

function checkEntry(
  given: BundleEntry,
  challenge: string,
  before: readonly VerifiedEntry[],
): Result<VerifiedEntry, EntryFault> {
  const parsed = parseLogEntry(utf8(given.entry));
  if (!parsed.ok || parsed.value.challenge !== challenge) return err('entry_malformed');
  const entry = parsed.value;
  const last = before.at(-1);
  if (entry.number !== before.length + 1) return err('entry_missing');
  if (last !== undefined && (given.index <= last.index || entry.time < last.entry.time)) {
    return err('entry_missing');
  }
  const disclosed = disclosedBy(given, entry);
  if (disclosed === null) return err('disclosure_differs');
  const isErased = entry.evidence !== null && given.digests === null;
  return ok({ entry, index: given.index, isProven: given.proof !== null, disclosed, isErased });
}

/** What the disclosures say; null where they are not what the entry commits to. */
function disclosedBy({ digests, disclosures }: BundleEntry, entry: LogEntry): readonly Disclosure[] | null {
  if (digests === null) return disclosures.length === 0 ? [] : null;
  const listed = parseDigests(digests);
  if (listed === null || entry.evidence !== commitmentOf(listed)) return null;
  const checked = checkDisclosures(disclosures, listed);
  return checked.ok ? checked.value : null;
}

/** Whether every line is vouched for, and none stands twice: then nothing in it could be changed unseen. */
const isSignedOnce = (
  { unknownSignatures, signedBy, cosignatures }: OpenedCheckpoint,
  note: string,
): boolean =>
  unknownSignatures === 0 && parseNote(note)?.signatures.length === signedBy.length + cosignatures.length;

/** Each one is that of an entry. */
function policiesMatch(policies: readonly string[], entries: readonly VerifiedEntry[]): boolean {
  const hashes = new Set(entries.map(({ entry }) => entry.policy));
  return policies.every((policy) => hashes.has(sha256Base64url(policy)));
}
