import assert from 'node:assert/strict';
import { rightOption, send, shownBy } from '../flaws/running-service.ts';
import type { OutsideOfChatfuel } from './outside.ts';

/** How a person, or the bot, ends a challenge. */
export type Way = 'right' | 'wrong' | 'deny' | 'cancel';

export type Address = { readonly apiUrl: string; readonly key: string };

export type Made = { readonly id: string; readonly url: string };

/** Asks for a challenge, opens its page and ends it, and notes what was acknowledged on the way. */
export async function livesThrough(
  address: Address,
  outside: OutsideOfChatfuel,
  client: string,
  way: Way,
): Promise<void> {
  const made = await createChallenge(address, client);
  outside.created(made.id);
  const ended = await end(address, made, way);
  assert.equal(ended.status, way === 'right' || way === 'wrong' ? 303 : 200);
  const verdicts = { right: 'passed', wrong: 'failed', deny: 'canceled', cancel: 'canceled' } as const;
  outside.decided(made.id, verdicts[way]);
}

export async function createChallenge(address: Address, client: string): Promise<Made> {
  const response = await askFor(address, client);
  const body: unknown = await response.json();
  assert.equal(response.status, 201, JSON.stringify(body));
  return madeOf(body);
}

/** @param idempotencyKey where one is given, to ask again with. */
export const askFor = (address: Address, client: string, idempotencyKey?: string): Promise<Response> =>
  fetch(`${address.apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: {
      'x-api-key': address.key,
      'content-type': 'application/json',
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify({ client_id: client, flow: 'Balance', facts: { date_of_birth: '1980-02-03' } }),
  });

export function madeOf(body: unknown): Made {
  assert.ok(typeof body === 'object' && body !== null && 'id' in body && 'url' in body);
  return { id: String(body.id), url: String(body.url) };
}

export async function end(address: Address, { id, url }: Made, way: Way): Promise<Response> {
  if (way === 'cancel') {
    const headers = { 'x-api-key': address.key };
    return await fetch(`${address.apiUrl}/v1/challenges/${id}/cancel`, { method: 'POST', headers });
  }
  const shown = await shownBy(url);
  if (way === 'deny') return await send(url, { not_me: '1' });
  const right = rightOption(shown).value;
  const wrong = shown.options.map(({ value }) => value).find((value) => value !== right) ?? '';
  return await send(url, { q1: way === 'right' ? right : wrong });
}

/** How the only challenge of a client stands. */
export async function statusOf({ apiUrl, key }: Address, client: string): Promise<string> {
  const query = new URLSearchParams({ client_id: client });
  const response = await fetch(`${apiUrl}/v1/challenges?${query}`, { headers: { 'x-api-key': key } });
  const page: unknown = await response.json();
  assert.ok(typeof page === 'object' && page !== null && 'challenges' in page);
  assert.ok(Array.isArray(page.challenges) && page.challenges.length === 1, `not one challenge of ${client}`);
  const [challenge]: readonly unknown[] = page.challenges;
  assert.ok(typeof challenge === 'object' && challenge !== null && 'status' in challenge);
  return String(challenge.status);
}

/** What a server that is gone leaves of a request. */
export const isNetworkFailure = (error: unknown): boolean =>
  error instanceof TypeError && (error.message === 'fetch failed' || error.message === 'terminated');
