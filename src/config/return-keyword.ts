import { err, ok, type Result } from '../kernel/result.ts';
import type { Read } from './setting-values.ts';

const LONGEST_KEYWORD = 64;

/** What a person's first message back in the chat begins as, so that a flow can start at it. */
export const keyword: Read<string> = (text) =>
  [...text].length <= LONGEST_KEYWORD && !/[\p{Cc}\p{Cs}]/u.test(text)
    ? ok(text)
    : err(`must be one line of at most ${LONGEST_KEYWORD} characters`);

const TAKES_TEXT = new Set(['wa.me', 'api.whatsapp.com']);

/** The link back with the keyword in it, percent-encoded; WhatsApp writes it into the person's message field. */
export function withKeyword(returnUrl: string, word: string): Result<string, string> {
  const url = new URL(returnUrl);
  if (!TAKES_TEXT.has(url.hostname)) {
    return err(
      'needs a link back to wa.me: other hosts have their own ways, which belong into the link itself',
    );
  }
  if (url.searchParams.has('text')) return err('cannot be set where the link back has a text already');
  const joint = url.search === '' ? '?' : '&';
  return ok(`${url.href}${joint}text=${encodeURIComponent(word)}`);
}
