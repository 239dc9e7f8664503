import { ContentInfo, SignedData, TSTInfo } from 'pkijs';

/** CMS signed data (RFC 5652) around what an authority says of a hash (RFC 3161 section 2.4.2). */
export type StampToken = { readonly signed: SignedData; readonly info: TSTInfo };

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TIME_STAMP = '1.2.840.113549.1.9.16.1.4';

/** Null for what is no time-stamp token with one signer. Nothing in it is verified. */
export function parseToken(der: Uint8Array): StampToken | null {
  try {
    const { contentType, content } = ContentInfo.fromBER(der);
    if (contentType !== SIGNED_DATA) return null;
    const signed = new SignedData({ schema: content });
    const { eContentType, eContent } = signed.encapContentInfo;
    if (eContentType !== TIME_STAMP || eContent === undefined || signed.signerInfos.length !== 1) return null;
    return { signed, info: TSTInfo.fromBER(eContent.getValue()) };
  } catch {
    return null;
  }
}
