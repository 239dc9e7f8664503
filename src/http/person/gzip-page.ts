import { Buffer } from 'node:buffer';
import { constants, crc32, deflateRawSync } from 'node:zlib';
import type { Page } from '../../pages/layout.ts';

/** RFC 1952 section 2.3: DEFLATE, no flags, no time, no hint of how hard it was tried, an unknown system. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
const TRAILER_BYTES = 8;

/** Enough for some kilobytes, and sooner ready than zlib's usual window and memory. */
const WITHIN = {
  windowBits: 13,
  memLevel: 5,
  level: 2,
  finishFlush: constants.Z_SYNC_FLUSH,
} as const;
/** A logo stands on a page twice, further from itself than that window reaches. */
const WITHIN_LARGE = { ...WITHIN, windowBits: 15 } as const;
const LARGE_BYTES = 2 ** WITHIN.windowBits;

/**
 * A page as a gzip file. Its fixed parts were compressed when the service started: what a response costs is what is
 * its own. The answer to a question is in no page, so that the length of one tells nothing worth hiding.
 */
export function gzipPage({ parts: [beginning, own, end] }: Page): Buffer {
  const bytes = Buffer.from(own);
  const trailer = Buffer.allocUnsafe(TRAILER_BYTES);
  trailer.writeUInt32LE(crc32(end.bytes, crc32(bytes, crc32(beginning.bytes))), 0);
  trailer.writeUInt32LE(beginning.bytes.byteLength + bytes.byteLength + end.bytes.byteLength, 4);
  const deflated = deflateRawSync(bytes, bytes.byteLength < LARGE_BYTES ? WITHIN : WITHIN_LARGE);
  return Buffer.concat([HEADER, beginning.deflated, deflated, end.deflated, trailer]);
}

/** The same page as it is: only what is its own has to be encoded. */
export function plainPage({ parts: [beginning, own, end] }: Page): Buffer {
  const before = beginning.bytes.byteLength;
  const after = before + Buffer.byteLength(own);
  const bytes = Buffer.allocUnsafe(after + end.bytes.byteLength);
  bytes.set(beginning.bytes);
  bytes.write(own, before);
  bytes.set(end.bytes, after);
  return bytes;
}

/** Whether `Accept-Encoding` (RFC 9110 section 12.5.3) takes gzip by its name, as every browser's does. */
export const takesGzip = (acceptEncoding: string | undefined): boolean =>
  /(?:^|,)\s*(?:x-)?gzip\s*(?:,|$|;\s*q\s*=\s*(?:1|0\.0*[1-9]))/i.test(acceptEncoding ?? '');
