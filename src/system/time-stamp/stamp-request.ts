import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq, TimeStampResp } from 'pkijs';
import { toHex, utf8 } from '../../kernel/bytes.ts';
import { sha256 } from '../../kernel/digest.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { parseToken } from './stamp-token.ts';

/** SHA-256 (RFC 5754 section 2). */
const SHA256 = '2.16.840.1.101.3.4.2.1';

/** Granted, and granted with changes (RFC 3161 section 2.4.2). */
const GRANTED: ReadonlySet<number> = new Set([0, 1]);

/**
 * What is sent to a time-stamping authority (RFC 3161 section 2.4.1), DER: the hash of a text, never the text.
 * @param nonce at least 8 random bytes.
 */
export function stampRequest(text: string, nonce: Uint8Array): Uint8Array {
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
      hashedMessage: new OctetString({ valueHex: sha256(utf8(text)) }),
    }),
    nonce: new Integer({ valueHex: positive(nonce) }),
    certReq: true,
  });
  return new Uint8Array(request.toSchema().toBER());
}

/** The token in an authority's answer to that request, DER; or why there is none. Not yet: whether its signature holds. */
export function tokenOf(answer: Uint8Array, nonce: Uint8Array): Result<Uint8Array, string> {
  try {
    const { status, timeStampToken } = TimeStampResp.fromBER(answer);
    if (!GRANTED.has(status.status)) return err(`It refuses, with status ${status.status} (RFC 3161).`);
    if (timeStampToken === undefined) return err('Its answer has no time stamp in it.');
    const token = new Uint8Array(timeStampToken.toSchema().toBER());
    const echoed = parseToken(token)?.info.nonce;
    const isOurs = echoed !== undefined && toHex(echoed.valueBlock.valueHexView) === toHex(positive(nonce));
    return isOurs ? ok(token) : err('Its time stamp is of another request.');
  } catch {
    return err('Its answer is not one of a time-stamping authority (RFC 3161).');
  }
}

/** The bytes of a positive INTEGER in DER: without needless zeros in front, and with one where the top bit is set. */
function positive(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = bytes.subarray(first === -1 ? bytes.byteLength : first);
  return (digits[0] ?? 0x80) >= 0x80 ? Uint8Array.of(0, ...digits) : digits;
}
