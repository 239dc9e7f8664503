import { concat, fromBase64url, toBase64url } from '../kernel/bytes.ts';
import { sha256 } from '../kernel/digest.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Entropy } from './ports.ts';

/** Seconds since 1970, unsigned, highest byte first: until 2106, when the order begins anew and nothing else changes. */
const TIME_BYTES = 4;

/** 128 bits: nobody guesses a live link, however long they try within its minute. */
const RANDOM_BYTES = 16;

const TOKEN_BYTES = TIME_BYTES + RANDOM_BYTES;

/**
 * A new link's token (27 characters of base64url) and the hash that is stored in its place (36 bytes). Both begin with
 * the second in which the link was made, so that hashes made one after the other are neighbours in the index, and a new
 * one costs the same however many there are. Who holds the link learns nothing by it: they were sent it in that second.
 */
export function newToken(
  entropy: Entropy,
  now: Instant,
): { readonly token: string; readonly hash: Uint8Array } {
  const bytes = new Uint8Array(TOKEN_BYTES);
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 1000));
  bytes.set(entropy.bytes(RANDOM_BYTES), TIME_BYTES);
  const token = toBase64url(bytes);
  return { token, hash: hashOf(token, bytes) };
}

/** The hash to look a token up by; null for a text that cannot be a token. */
export function tokenHashOf(token: string): Uint8Array | null {
  const bytes = fromBase64url(token);
  return bytes?.byteLength === TOKEN_BYTES ? hashOf(token, bytes) : null;
}

/** The time as it is, and the SHA-256 of the whole token. */
const hashOf = (token: string, bytes: Uint8Array): Uint8Array =>
  concat(bytes.subarray(0, TIME_BYTES), sha256(token));
