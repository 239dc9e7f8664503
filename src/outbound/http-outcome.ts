import type { SendOutcome } from '../domain/delivery/delivery.ts';
import type { HttpAnswer } from './http-client.ts';

/** Answers of 4xx that another attempt may turn into success. */
const PASSING = new Set([408, 425, 429]);

/**
 * What an answer means where the platform's documents say nothing else: 2xx is success; a redirect, 408, 425, 429,
 * 5xx and what the network did are tried again; any other 4xx is final.
 * @param platform its name, with which each error begins.
 * @param said what the platform's body says of itself, fit to be shown; empty where nothing. Not asked for where it
 *   took the message: to make it fit costs more than all else that is done with an answer.
 */
export function httpOutcome(platform: string, answer: HttpAnswer, said: () => string): SendOutcome {
  if (answer.type === 'failed') {
    return { type: 'retry', error: `${platform} was not reached: ${answer.error}`, retryAfterSeconds: null };
  }
  const { status } = answer;
  const retry = (error: string): SendOutcome => ({
    type: 'retry',
    error,
    retryAfterSeconds: answer.retryAfterSeconds,
  });
  if (status >= 200 && status < 300) return { type: 'accepted' };
  const sentence = said();
  const words = sentence === '' ? '' : `, saying: ${sentence}`;
  if (status >= 300 && status < 400) {
    return retry(
      `${platform} answered ${status}, a redirect. Redirects are not followed: check the API address.`,
    );
  }
  if (status === 429) return retry(`${platform} answered 429, too many requests at once${words}`);
  if (status >= 500 || PASSING.has(status)) return retry(`${platform} answered ${status}${words}`);
  return { type: 'refused', error: `${platform} refused with ${status}${words}` };
}
