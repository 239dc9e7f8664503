import { Buffer } from 'node:buffer';
import { createHmac, hash, hkdfSync } from 'node:crypto';

/** By way of text: a buffer of its own for each digest costs more than the hash of a short message. */
export const sha256 = (bytes: Uint8Array | string): Uint8Array =>
  Buffer.from(hash('sha256', bytes, 'latin1'), 'latin1');

/** The same, already as base64url without padding: 43 characters. */
export const sha256Base64url = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'base64url');

export const hmacSha256 = (key: Uint8Array, bytes: Uint8Array): Uint8Array =>
  createHmac('sha256', key).update(bytes).digest();

/** 32 bytes for one named use of a secret (HKDF-SHA256, RFC 5869, without salt; `context` is the info). */
export const deriveKey = (secret: Uint8Array, context: string): Uint8Array =>
  Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), context, 32));
