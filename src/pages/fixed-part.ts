import { Buffer } from 'node:buffer';
import { constants, deflateRawSync } from 'node:zlib';

/** A part of a page that is the same in every response, and its DEFLATE blocks (RFC 1951), made once. */
export type FixedPart = { readonly text: string; readonly bytes: Uint8Array; readonly deflated: Uint8Array };

/**
 * Ends on a byte and refers to nothing before it, so that it can be put together with other parts into one stream.
 * @param place the last part ends the stream.
 */
export const fixedPart = (text: string, place: 'within' | 'last'): FixedPart => ({
  text,
  bytes: Buffer.from(text),
  deflated: deflateRawSync(text, {
    level: constants.Z_BEST_COMPRESSION,
    finishFlush: place === 'last' ? constants.Z_FINISH : constants.Z_FULL_FLUSH,
  }),
});
