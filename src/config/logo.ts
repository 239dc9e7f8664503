import type { Logo } from '../app/channel.ts';
import { toBase64 } from '../kernel/bytes.ts';
import { err, ok, type Result } from '../kernel/result.ts';

/** A page has at most 14 kB, gzipped, with its logo in it. */
const MOST_BYTES = 6144;

const AN_IMAGE = `must name a PNG, WebP, JPEG or SVG file of at most ${MOST_BYTES} bytes`;

/**
 * What an SVG has no need of to be a picture. As the source of an `img` it could run and load nothing anyway (SVG
 * Integration, section 3.5, secure animated mode); refused all the same, for whoever opens the file itself.
 */
const MORE_THAN_A_PICTURE =
  /<!(?:DOCTYPE|ENTITY)|<\s*(?:script|foreignObject|iframe|image|use[^>]+href\s*=\s*["'][^#])|\son[a-z]+\s*=|(?:href|src)\s*=\s*["']\s*(?!#)|url\(\s*["']?\s*(?!#)|@import|javascript:/i;

/** The picture that a file holds, by its first bytes; or what it must be. @param bytes null where it cannot be read. */
export function readLogo(bytes: Uint8Array | null): Result<Logo, string> {
  if (bytes === null) return err(`${AN_IMAGE}; it cannot be read`);
  if (bytes.byteLength > MOST_BYTES) return err(`${AN_IMAGE}; it has ${bytes.byteLength}`);
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === null) return err(`${AN_IMAGE}; it is none of them`);
  if (mediaType === 'image/svg+xml' && MORE_THAN_A_PICTURE.test(textOf(bytes) ?? '')) {
    return err('must be an SVG without scripts, document types, and references to anything outside itself');
  }
  return ok({ mediaType, base64: toBase64(bytes) });
}

function mediaTypeOf(bytes: Uint8Array): Logo['mediaType'] | null {
  const begins = (at: number, ...values: readonly number[]): boolean =>
    values.every((value, nth) => bytes[at + nth] === value);
  if (begins(0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  if (begins(0, 0xff, 0xd8, 0xff)) return 'image/jpeg';
  if (begins(0, 0x52, 0x49, 0x46, 0x46) && begins(8, 0x57, 0x45, 0x42, 0x50)) return 'image/webp';
  return /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<svg[\s/>]/s.test(textOf(bytes) ?? '')
    ? 'image/svg+xml'
    : null;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
