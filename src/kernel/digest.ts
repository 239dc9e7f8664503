import { Buffer } from 'node:buffer';
import { createHmac, hash, hkdfSync } from 'node:crypto';

export const sha256 = (bytes: Uint8Array | string): Uint8Array => hash('sha256', bytes, 'buffer');

export const hmacSha256 = (key: Uint8Array, bytes: Uint8Array): Uint8Array =>
  createHmac('sha256', key).update(bytes).digest();

/** 32 bytes for one named use of a secret (HKDF-SHA256, RFC 5869, without salt; `context` is the info). */
export const deriveKey = (secret: Uint8Array, context: string): Uint8Array =>
  Buffer.from(hkdfSync('sha256', secret, new Uint8Array(0), context, 32));
