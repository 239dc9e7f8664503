import { fromBase64url, toBase64url } from '../kernel/bytes.ts';
import { sha256 } from '../kernel/digest.ts';
import type { Entropy } from './ports.ts';

/** 128 bits: nobody guesses a live link, however long they try within its minute. */
const TOKEN_BYTES = 16;

/** A new link's token (22 characters of base64url) and the hash that is stored in its place. */
export function newToken(entropy: Entropy): { readonly token: string; readonly hash: Uint8Array } {
  const token = toBase64url(entropy.bytes(TOKEN_BYTES));
  return { token, hash: sha256(token) };
}

/** The hash to look a token up by; null for a text that cannot be a token. */
export const tokenHashOf = (token: string): Uint8Array | null =>
  fromBase64url(token)?.byteLength === TOKEN_BYTES ? sha256(token) : null;
