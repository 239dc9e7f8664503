import { createHash } from 'node:crypto';
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import type { Certificate, SignedData } from 'pkijs';
import { toHex } from '../../kernel/bytes.ts';

/** By the attribute's type: which hash it has where it names none (RFC 2634 section 5.4, RFC 5035 section 3). */
const ATTRIBUTES: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.1.9.16.2.12', 'sha1'],
  ['1.2.840.113549.1.9.16.2.47', 'sha256'],
]);

const HASHES: ReadonlyMap<string, string> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/**
 * Whether what was signed names the very certificate that it is checked with, as a time stamp must (RFC 3161 section
 * 2.4.1, RFC 5816): so that another certificate for the same key cannot be put in its place.
 */
export function namesSigner({ signerInfos }: SignedData, signer: Certificate): boolean {
  const named = (signerInfos[0]?.signedAttrs?.attributes ?? []).flatMap(({ type, values }) => {
    const usual = ATTRIBUTES.get(type);
    return usual === undefined ? [] : [namedBy(values[0], usual)];
  });
  const der = new Uint8Array(signer.toSchema().toBER());
  return (
    named.length > 0 &&
    named.every((each) => each !== null && createHash(each.hash).update(der).digest('hex') === each.digest)
  );
}

/** The first certificate that the attribute names is the signer's. */
function namedBy(
  attribute: unknown,
  usual: string,
): { readonly hash: string; readonly digest: string } | null {
  const first = membersOf(membersOf(membersOf(attribute)[0])[0]);
  const [algorithm, digest] = first[0] instanceof Sequence ? first : [null, first[0]];
  const hash = algorithm === null ? usual : hashNamed(membersOf(algorithm)[0]);
  if (hash === null || !(digest instanceof OctetString)) return null;
  return { hash, digest: toHex(digest.valueBlock.valueHexView) };
}

const hashNamed = (type: unknown): string | null =>
  type instanceof ObjectIdentifier ? (HASHES.get(type.getValue()) ?? null) : null;

const membersOf = (value: unknown): readonly unknown[] =>
  value instanceof Sequence ? value.valueBlock.value : [];
