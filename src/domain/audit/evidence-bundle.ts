import { toBase64, utf8 } from '../../kernel/bytes.ts';
import { canonicalJson, type Json, parseCanonicalJson } from '../../kernel/canonical-json.ts';
import { formatVerifierKey, type NoteSigner } from './note-key.ts';

/*
 * What is handed to a third party about one challenge: one file, which can be checked with nothing else. It is one line
 * of canonical JSON and a newline, so that there is one spelling of it, and every byte is covered by its signature.
 */

/** One entry of the log, with whatever of it is disclosed, and the proof that it stands in the log. */
export type BundleEntry = {
  /** As it was logged, to the letter. */
  readonly entry: string;
  readonly index: number;
  /** The digests that it commits to (`digestsText`); null where it commits to nothing, or what it did was erased. */
  readonly digests: string | null;
  readonly disclosures: readonly string[];
  /** c2sp.org/tlog-proof@v1; null while no checkpoint covers the entry. */
  readonly proof: string | null;
};

/** What became of telling the bot platform. Said by the operator: of it the log has only how it ended. */
export type BundleDelivery = {
  readonly connector: string;
  readonly event: string;
  readonly status: string;
  readonly attempts: number;
  readonly created_at: string;
  readonly delivered_at: string | null;
};

export type BundleContent = {
  readonly version: 1;
  readonly challenge: string;
  /** When the bundle was put together, RFC 3339. */
  readonly issued: string;
  readonly origin: string;
  /** The log's public keys in the text form of C2SP, oldest first. */
  readonly keys: readonly string[];
  /** Of the witnesses that cosigned the proofs' checkpoint. */
  readonly witnesses: readonly string[];
  readonly entries: readonly BundleEntry[];
  /** Canonical JSON of policies and question sets whose hashes the entries have. */
  readonly policies: readonly string[];
  /** A time-stamp token (RFC 3161, DER as base64) over the note's text that the proofs have; null where there is none. */
  readonly timestamp: string | null;
  /** The business as the page named it. */
  readonly business: string | null;
  readonly deliveries: readonly BundleDelivery[];
};

/** By one of the content's keys. */
export type BundleSignature = { readonly key: string; readonly value: string };

export type Bundle = { readonly content: BundleContent; readonly signature: BundleSignature };

const SIGNED_FOR = 'countersign evidence v1\n';

/** What the signature is over: no note of a log begins like this. */
export const signedMessage = (content: BundleContent): Uint8Array =>
  utf8(`${SIGNED_FOR}${canonicalJson(content)}`);

/** The whole file. */
export function formatBundle(content: BundleContent, signer: NoteSigner): string {
  const signature: BundleSignature = {
    key: formatVerifierKey(signer),
    value: toBase64(signer.key.sign(signedMessage(content))),
  };
  return `${canonicalJson({ content, signature })}\n`;
}

/** The bundle that a file spells; null where it is not exactly in the format. Nothing in it is checked yet. */
export function parseBundle(text: string): Bundle | null {
  if (!text.endsWith('\n')) return null;
  const parsed = parseCanonicalJson(text.slice(0, -1));
  if (!parsed.ok || !hasShape(BUNDLE, parsed.value)) return null;
  // Its shape was just checked, member by member.
  return parsed.value as unknown as Bundle;
}

/** A text, a whole number, either of them or null, a list of one shape, or exactly these members. */
type Shape =
  | 'text'
  | 'text or null'
  | 'count'
  | 'version'
  | readonly [Shape]
  | { readonly [name: string]: Shape };

const BUNDLE: Shape = {
  content: {
    business: 'text or null',
    challenge: 'text',
    deliveries: [
      {
        attempts: 'count',
        connector: 'text',
        created_at: 'text',
        delivered_at: 'text or null',
        event: 'text',
        status: 'text',
      },
    ],
    entries: [
      {
        digests: 'text or null',
        disclosures: ['text'],
        entry: 'text',
        index: 'count',
        proof: 'text or null',
      },
    ],
    issued: 'text',
    keys: ['text'],
    origin: 'text',
    policies: ['text'],
    timestamp: 'text or null',
    version: 'version',
    witnesses: ['text'],
  },
  signature: { key: 'text', value: 'text' },
};

function hasShape(shape: Shape, value: Json | undefined): boolean {
  switch (shape) {
    case 'text':
      return typeof value === 'string';
    case 'text or null':
      return typeof value === 'string' || value === null;
    case 'count':
      return Number.isSafeInteger(value) && Number(value) >= 0;
    case 'version':
      return value === 1;
    default:
      return isList(shape)
        ? Array.isArray(value) && value.every((item: Json) => hasShape(shape[0], item))
        : hasMembers(shape, value);
  }
}

function hasMembers(shape: { readonly [name: string]: Shape }, value: Json | undefined): boolean {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return false;
  // No list: looked at just above.
  const members = value as { readonly [name: string]: Json };
  const names = Object.keys(shape);
  return (
    Object.keys(members).length === names.length &&
    names.every((name) => Object.hasOwn(members, name) && hasShape(shape[name] ?? 'text', members[name]))
  );
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
