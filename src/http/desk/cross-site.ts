import type { FastifyRequest } from 'fastify';
import { toBase64url, utf8 } from '../../kernel/bytes.ts';
import { equalInConstantTime } from '../../kernel/constant-time.ts';
import { hmacSha256 } from '../../kernel/digest.ts';
import type { FormFields } from '../form.ts';

/*
 * What keeps other pages from sending a form in an operator's name, beside the cookie's SameSite: where the form comes
 * from, as the browser says, and a word in it that only our own page knows.
 */

/** Whether the browser sent this from a page of this very origin (Fetch Metadata; else RFC 6454's Origin). */
export function isFromOurselves(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = request.headers;
  return origin !== undefined && URL.parse(origin)?.host === request.host;
}

/** A session's own word: made of its token, and telling nothing of it. */
export const csrfWord = (token: string): string =>
  toBase64url(hmacSha256(utf8(token), utf8('countersign/v1/desk-form')));

export function holdsCsrfWord(fields: FormFields, token: string): boolean {
  const [word, ...more] = fields.get('csrf') ?? [];
  return word !== undefined && more.length === 0 && equalInConstantTime(word, csrfWord(token));
}
