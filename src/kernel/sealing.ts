import { createCipheriv, createDecipheriv } from 'node:crypto';
import { concat, utf8 } from './bytes.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM. `nonce` is 12 fresh random bytes, `context` is authenticated but not stored: opening needs the same.
 * @returns nonce, ciphertext and tag in one.
 */
export function seal(key: Uint8Array, nonce: Uint8Array, context: string, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(utf8(context));
  const body = cipher.update(plain);
  cipher.final();
  return concat(nonce, body, cipher.getAuthTag());
}

/** The plain bytes, or null where the key or the context is another or any bit was changed. */
export function open(key: Uint8Array, context: string, sealed: Uint8Array): Uint8Array | null {
  if (sealed.byteLength < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(utf8(context));
  decipher.setAuthTag(sealed.subarray(sealed.byteLength - TAG_BYTES));
  const body = decipher.update(sealed.subarray(NONCE_BYTES, sealed.byteLength - TAG_BYTES));
  try {
    decipher.final();
  } catch {
    return null;
  }
  return body;
}
