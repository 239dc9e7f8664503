import { isIPv6 } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../../app/limits.ts';
import { retryAfter, sendProblem } from '../problem-reply.ts';
import { channelOf, keyHashOf } from './authentication.ts';

/** Requests within a minute, counted from the first; null where there is no limit. */
export type Budgets = {
  readonly perKey: number | null;
  readonly perAddress: number | null;
};

const MINUTE_SECONDS = 60;

/** Every route of this scope then counts towards the budget of the address it is asked from, be its key good or not. */
export function limitAddresses(app: FastifyInstance, { perAddress }: Budgets, limits: Limits): void {
  if (perAddress === null) return;
  const spend = budget(perAddress);
  app.addHook('onRequest', async (request, reply) => {
    const wait = await spend(networkOf(request.ip));
    if (wait !== null && limits.refuses('address', {})) {
      return sendProblem(reply, 'address_budget_spent', null, retryAfter(wait));
    }
  });
}

/** Every route of this scope, which must ask for a key first, then counts towards the budget of its key. */
export function limitKeys(app: FastifyInstance, { perKey }: Budgets, limits: Limits): void {
  if (perKey === null) return;
  const spend = budget(perKey);
  app.addHook('onRequest', async (request, reply) => {
    const wait = await spend(keyHashOf(request));
    if (wait !== null && limits.refuses('key', { channel: channelOf(request).id })) {
      return sendProblem(reply, 'key_budget_spent', null, retryAfter(wait));
    }
  });
}

/** Takes one request from a budget. @returns null where it fits, else the seconds until it would. */
function budget(perMinute: number): (whose: string) => Promise<number | null> {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_SECONDS });
  return async (whose) => {
    try {
      await limiter.consume(whose);
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) return error.msBeforeNext / 1000;
      throw error;
    }
  };
}

/** What one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 one (RFC 6177). */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  const [head = '', tail = ''] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = address.includes('::') ? [...left, ...zeros, ...right] : left;
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
}
