import { X509Certificate } from 'node:crypto';
import { Certificate, ExtKeyUsage } from 'pkijs';
import { concat, fromBase64, utf8 } from '../../kernel/bytes.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { namesSigner } from './names-signer.ts';
import { parseToken, type StampToken } from './stamp-token.ts';

/** A time stamp whose signature holds. */
export type OpenedStamp = {
  /** When the authority says that it saw the hash. */
  readonly at: Instant;
  /** The signer as its certificate names it. */
  readonly by: string;
  /** Whether its certificate leads to one of those that were given. */
  readonly isTrusted: boolean;
};

export type StampFault =
  | 'malformed'
  /** It is over another text, or its signature does not hold. */
  | 'not_this'
  /** Its signer's certificate is not one for time stamps alone (RFC 3161 section 2.3). */
  | 'no_time_stamper';

const EXTENDED_KEY_USAGE = '2.5.29.37';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const COMMON_NAME = '2.5.4.3';
const ORGANIZATION = '2.5.4.10';

/**
 * Verifies a time-stamp token (RFC 3161, DER) over a text.
 * @param roots certificates that are believed, DER; judged as of the time that the stamp says.
 */
export async function openStamp(
  der: Uint8Array,
  text: string,
  roots: readonly Uint8Array[],
): Promise<Result<OpenedStamp, StampFault>> {
  const token = parseToken(der);
  if (token === null) return err('malformed');
  const signer = await signerOf(token, text);
  if (signer === null) return err('not_this');
  if (!isTimeStamper(signer)) return err('no_time_stamper');
  return ok({
    at: instant(token.info.genTime.getTime()),
    by: nameOf(signer),
    isTrusted: await leadsTo(token, text, roots),
  });
}

/** The certificates of a PEM file, DER; null where it has none, or one that is broken. */
export function certificatesIn(pem: string): readonly Uint8Array[] | null {
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)];
  try {
    const found = blocks.map(([, body = '']) => {
      const der = fromBase64(body.replaceAll(/\s/g, '')) ?? new Uint8Array();
      return new X509Certificate(der).raw;
    });
    return found.length === 0 ? null : found;
  } catch {
    return null;
  }
}

/** Who signed, if the signature holds and is over this text. */
async function signerOf({ signed }: StampToken, text: string): Promise<Certificate | null> {
  try {
    const data = bufferOf(text);
    const checked = await signed.verify({ signer: 0, data, checkChain: false, extendedMode: true });
    const signer = checked.signatureVerified === true ? checked.signerCertificate : null;
    return signer !== null && signer !== undefined && namesSigner(signed, signer) ? signer : null;
  } catch {
    // The library says by throwing what does not hold, and why, in words that are not for people.
    return null;
  }
}

async function leadsTo(
  { signed, info }: StampToken,
  text: string,
  roots: readonly Uint8Array[],
): Promise<boolean> {
  if (roots.length === 0) return false;
  try {
    return await signed.verify({
      signer: 0,
      data: bufferOf(text),
      checkChain: true,
      checkDate: info.genTime,
      trustedCerts: roots.map((der) => Certificate.fromBER(der)),
    });
  } catch {
    return false;
  }
}

/** In a buffer of its own, as the library takes it. */
const bufferOf = (text: string): ArrayBuffer => new Uint8Array(concat(utf8(text))).buffer;

function isTimeStamper({ extensions = [] }: Certificate): boolean {
  const usages = extensions.filter(({ extnID }) => extnID === EXTENDED_KEY_USAGE);
  const [usage] = usages;
  if (usages.length !== 1 || usage?.critical !== true) return false;
  const parsed: unknown = usage.parsedValue;
  return (
    parsed instanceof ExtKeyUsage &&
    parsed.keyPurposes.length === 1 &&
    parsed.keyPurposes[0] === TIME_STAMPING
  );
}

function nameOf({ subject, serialNumber }: Certificate): string {
  const part = (type: string) => subject.typesAndValues.find((each) => each.type === type)?.value;
  const name: unknown = (part(COMMON_NAME) ?? part(ORGANIZATION))?.valueBlock.value;
  return typeof name === 'string' && name !== '' ? name : `certificate ${serialNumber.toString('hex')}`;
}
