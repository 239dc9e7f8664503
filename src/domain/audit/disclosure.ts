import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../../kernel/bytes.ts';
import { canonicalJson, type Json, parseCanonicalJson } from '../../kernel/canonical-json.ts';
import { sha256Base64url } from '../../kernel/digest.ts';
import { keyedBytes } from '../../kernel/keyed-stream.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { isPrivateName, PRIVATE_NAMES, type PrivateFields, type PrivateName } from './private-fields.ts';

/*
 * Private fields as disclosures in the manner of SD-JWT (RFC 9901 section 4.2). Each name has one digest; an entry
 * commits to all of them by the digest of their list, as a recursive disclosure does (section 4.2.6). Without its salt
 * a digest tells nothing, and with the disclosures destroyed nothing can be found out from it.
 */

/** One field, out in the open. */
export type Disclosure = { readonly name: PrivateName; readonly value: Json };

/** The digest of every field's disclosure. */
export type Digests = Readonly<Record<PrivateName, string>>;

export type Disclosed = {
  /** In the order of `PRIVATE_NAMES`. */
  readonly disclosures: readonly string[];
  readonly digests: Digests;
  /** What the entry holds of it: `commitmentOf` the digests. */
  readonly commitment: string;
};

const SALT_BYTES = 32;

/** Length of the secret from which the salts of one entry come. */
export const SEED_BYTES = 32;

/**
 * Every private field, whether known or not, so that nothing tells which are. The same fields and seed always give the
 * same. Each salt is 256 bits of AES-256 in counter mode, so that to show some of them tells nothing of the others.
 * @param seed 32 random bytes that serve this entry alone.
 */
export function disclose(fields: PrivateFields, seed: Uint8Array): Disclosed {
  const disclosures = disclosuresOf(fields, seed);
  const digests = Object.fromEntries(
    PRIVATE_NAMES.map((name, place) => [name, digestOf(disclosures[place] ?? '')]),
  );
  // Every name was just given one.
  const all = digests as Digests;
  return { disclosures, digests: all, commitment: commitmentOf(all) };
}

/** The commitment of `disclose` alone, as every entry needs it. */
export function commitTo(fields: PrivateFields, seed: Uint8Array): string {
  const disclosures = disclosuresOf(fields, seed);
  // `digestsText` of their digests, written out: the names are in the order that it sorts them in.
  let text = '';
  for (const [place, name] of PRIVATE_NAMES.entries()) {
    text += `${place === 0 ? '{' : ','}"${name}":"${digestOf(disclosures[place] ?? '')}"`;
  }
  return sha256Base64url(`${text}}`);
}

/**
 * In the order of `PRIVATE_NAMES`: base64url of the canonical JSON of salt, name and value (RFC 9901 section 4.2.1). What
 * comes before the salt's closing quotation mark is 45 bytes, a multiple of three: encoded by itself it is spelled as in
 * the whole. So these are encoded together, and what follows them for an unknown value, as most are, only once.
 */
function disclosuresOf(fields: PrivateFields, seed: Uint8Array): readonly string[] {
  const salts = keyedBytes(seed, SALT_BYTES * PRIVATE_NAMES.length);
  let begins = '';
  for (let at = 0; at < salts.byteLength; at += SALT_BYTES) {
    begins += `["${toBase64url(salts, at, at + SALT_BYTES)}`;
  }
  const encoded = toBase64url(utf8(begins));
  return PRIVATE_NAMES.map((name, place) => {
    const value = fields[name];
    const begin = encoded.slice(place * BEGIN_LENGTH, (place + 1) * BEGIN_LENGTH);
    return begin + (value === null ? ENDS_OF_UNKNOWN[name] : endOf(name, value));
  });
}

/** Characters of base64url for `["` and a salt. */
const BEGIN_LENGTH = 60;

/** The rest of a disclosure. Names are spelled as they stand. */
const endOf = (name: PrivateName, value: Json): string =>
  toBase64url(utf8(`","${name}",${canonicalJson(value)}]`));

// Every name is given one.
const ENDS_OF_UNKNOWN = Object.fromEntries(
  PRIVATE_NAMES.map((name) => [name, endOf(name, null)]),
) as Readonly<Record<PrivateName, string>>;

/** base64url of SHA-256 over the characters of the disclosure (RFC 9901 section 4.2.3). */
export const digestOf = (disclosure: string): string => sha256Base64url(disclosure);

/** base64url of SHA-256 over the canonical JSON of the digests by their names: no name can stand in it twice. */
export const commitmentOf = (digests: Digests): string => sha256Base64url(digestsText(digests));

/** The one text that a commitment is of. */
export const digestsText = (digests: Digests): string => canonicalJson(digests);

/** The digests that a text spells, if it is the one spelling of a digest for each name and nothing else. */
export function parseDigests(text: string): Digests | null {
  const parsed = parseCanonicalJson(text);
  if (!parsed.ok || parsed.value === null || typeof parsed.value !== 'object') return null;
  const members = Object.entries(parsed.value);
  const isComplete =
    members.length === PRIVATE_NAMES.length &&
    members.every(([name, digest]) => isPrivateName(name) && typeof digest === 'string' && isDigest(digest));
  // As many members as names, each of a name: just checked.
  return isComplete ? (parsed.value as Digests) : null;
}

/** Whether a text can be a digest: 43 characters that spell 32 bytes in the one way there is. */
export const isDigest = (text: string): boolean => /^[\w-]{42}[048AEIMQUYcgkosw]$/.test(text);

export type DisclosureFault = 'malformed' | 'not_committed' | 'repeated';

/**
 * What disclosures say, if all of them are as this log writes them and each one has the digest that stands under its
 * name. A field that is disclosed twice is refused. As many disclosures as names: nothing is held back.
 */
export function checkDisclosures(
  disclosures: readonly string[],
  digests: Digests,
): Result<readonly Disclosure[], DisclosureFault> {
  const names = new Set<PrivateName>();
  const checked: Disclosure[] = [];
  for (const text of disclosures) {
    const disclosure = parseDisclosure(text);
    if (disclosure === null) return err('malformed');
    if (digests[disclosure.name] !== digestOf(text)) return err('not_committed');
    if (names.has(disclosure.name)) return err('repeated');
    names.add(disclosure.name);
    checked.push(disclosure);
  }
  return ok(checked);
}

/** RFC 9901 lets the JSON be spelled in any way; here it has one, so that no two readers see two values in it. */
function parseDisclosure(text: string): Disclosure | null {
  const parsed = parseCanonicalJson(textOf(fromBase64url(text)));
  if (!parsed.ok || !Array.isArray(parsed.value) || parsed.value.length !== 3) return null;
  const [salt, name, value]: readonly (Json | undefined)[] = parsed.value;
  if (typeof salt !== 'string' || fromBase64url(salt)?.byteLength !== SALT_BYTES) return null;
  return typeof name === 'string' && isPrivateName(name) && value !== undefined ? { name, value } : null;
}

function textOf(bytes: Uint8Array | null): string {
  try {
    return bytes === null ? '' : fromUtf8(bytes);
  } catch {
    return '';
  }
}
