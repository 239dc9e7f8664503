import type { Callback } from '../../domain/challenge/challenge.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import { filled } from './unfilled.ts';

/** The `callback_…` members of a request as they came, after their schema saw them. */
export type GivenCallback = {
  readonly callback_url?: string | null;
  readonly callback_bearer?: string | null;
};

/**
 * The callback of a request; null where it names none. Whether its host may be called is the channel's affair.
 * @returns or, in plain words, what is wrong with it.
 */
export function parseCallback(given: GivenCallback): Result<Callback | null, string> {
  const url = filled(given.callback_url);
  if (url === null) return ok(null);
  // No backslash: a URL parser takes it for a slash, and the URL must mean the same however it is read.
  const parsed = /^https?:\/\/[^/?][!-~]*$/i.test(url) && !/[\\#]/.test(url) ? URL.parse(url) : null;
  if (parsed === null || parsed.username !== '' || parsed.password !== '') {
    return err(
      'The member "callback_url" must be an http:// or https:// URL in printable ASCII, without a password and without a #.',
    );
  }
  return ok({ url, bearer: filled(given.callback_bearer) });
}
