import { fromBase64url, fromUtf8, toBase64url, utf8 } from '../../kernel/bytes.ts';
import { canonicalJson, type Json, parseCanonicalJson } from '../../kernel/canonical-json.ts';
import { sha256 } from '../../kernel/digest.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { isPrivateName, PRIVATE_NAMES, type PrivateFields, type PrivateName } from './private-fields.ts';

/*
 * Private fields as disclosures in the manner of SD-JWT (RFC 9901 section 4.2): an entry holds only the digest of each
 * one. Without its salt a digest tells nothing, and with the disclosure destroyed nothing can be found out from it.
 */

/** One field, out in the open. */
export type Disclosure = { readonly name: PrivateName; readonly value: Json };

/** The disclosures in the order of `PRIVATE_NAMES`, and their digests in the order that an entry has them. */
export type Disclosed = { readonly disclosures: readonly string[]; readonly digests: readonly string[] };

const SALT_BYTES = 32;

/** Random bytes that `disclose` needs: 256 bits for each field. */
export const SALTS_BYTES = SALT_BYTES * PRIVATE_NAMES.length;

/**
 * Every private field, whether known or not, so that neither the number nor the order of the digests tells anything.
 * @param salts `SALTS_BYTES` fresh random bytes.
 * @throws RangeError for fewer or more.
 */
export function disclose(fields: PrivateFields, salts: Uint8Array): Disclosed {
  if (salts.byteLength !== SALTS_BYTES) throw new RangeError('each private field needs a salt of its own');
  const disclosures = PRIVATE_NAMES.map((name, place) => {
    const salt = toBase64url(salts.subarray(place * SALT_BYTES, (place + 1) * SALT_BYTES));
    return toBase64url(utf8(canonicalJson([salt, name, fields[name]])));
  });
  return { disclosures, digests: disclosures.map(digestOf).sort() };
}

/** base64url of SHA-256 over the characters of the disclosure (RFC 9901 section 4.2.3). */
export const digestOf = (disclosure: string): string => toBase64url(sha256(disclosure));

/** Whether a text can be a digest: 43 characters that spell 32 bytes in the one way there is. */
export const isDigest = (text: string): boolean => /^[\w-]{42}[048AEIMQUYcgkosw]$/.test(text);

export type DisclosureFault = 'malformed' | 'not_committed' | 'repeated';

/**
 * What disclosures say, if all of them are as this log writes them and each one's digest is among those that an entry
 * commits to. A field that is disclosed twice is refused: it would have two values. As many disclosures as digests:
 * nothing is held back.
 */
export function checkDisclosures(
  disclosures: readonly string[],
  digests: readonly string[],
): Result<readonly Disclosure[], DisclosureFault> {
  const committed = new Set(digests);
  const names = new Set<PrivateName>();
  const checked: Disclosure[] = [];
  for (const text of disclosures) {
    const disclosure = parseDisclosure(text);
    if (disclosure === null) return err('malformed');
    if (!committed.has(digestOf(text))) return err('not_committed');
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
