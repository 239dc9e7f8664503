import type { Callback } from '../domain/challenge/challenge.ts';
import type { Channel } from './channel.ts';
import type { CreateOutcome } from './create-outcome.ts';

/**
 * Why a request's callback is not one that its channel calls; null where it is, or where neither has one. Only the
 * origin is looked at, by the same parser that the call is made with.
 */
export function callbackRefusal(
  { callbackOrigins }: Pick<Channel, 'callbackOrigins'>,
  callback: Callback | null,
): CreateOutcome | null {
  if (callbackOrigins === null) return callback === null ? null : { type: 'callback_not_taken' };
  if (callback === null) return { type: 'callback_missing' };
  const url = URL.parse(callback.url);
  return url !== null && callbackOrigins.has(url.origin) ? null : { type: 'callback_elsewhere' };
}
