import { Buffer } from 'node:buffer';

// With its byte order mark kept, a text and its bytes are one to one.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');

/** @throws TypeError where the bytes are not well-formed UTF-8. */
export const fromUtf8 = (bytes: Uint8Array): string => decoder.decode(bytes);

/** base64url without padding (RFC 4648 section 5), of all bytes or of those from `begin` up to `end`. */
export const toBase64url = (bytes: Uint8Array, begin = 0, end = bytes.byteLength): string =>
  viewOf(bytes).toString('base64url', begin, end);

/** The same bytes. A view of a view is not made again: on the way of each answer that happens some hundred times. */
const viewOf = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The bytes of a canonical, unpadded base64url text; null for anything else, so that one value has one spelling. */
export function fromBase64url(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : null;
}

/** base64 with padding (RFC 4648 section 4). */
export const toBase64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** The bytes of a canonical, padded base64 text; null for anything else, so that one value has one spelling. */
export function fromBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}

export const toHex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

/**
 * Parts joined so that different lists never give the same bytes: each is preceded by its length in four bytes.
 * Used wherever a hash or a key is made of more than one value.
 */
export function lengthPrefixed(...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const size = (part: Uint8Array | string) =>
    typeof part === 'string' ? Buffer.byteLength(part, 'utf8') : part.byteLength;
  const bytes = Buffer.alloc(parts.reduce((total, part) => total + LENGTH_BYTES + size(part), 0));
  let at = 0;
  for (const part of parts) {
    at = bytes.writeUInt32BE(size(part), at);
    if (typeof part === 'string') bytes.write(part, at, 'utf8');
    else bytes.set(part, at);
    at += size(part);
  }
  return bytes;
}

const LENGTH_BYTES = 4;
