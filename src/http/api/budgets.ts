import { isIPv6 } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
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

/** How many times its budget somebody asks for who floods. */
const FLOOD = 10;
/** By how much a flood is answered late: who waits for an answer before asking again cannot keep the service busy. */
const HELD_MILLISECONDS = 1000;

/** Every route of this scope then counts towards the budget of the address it is asked from, be its key good or not. */
export function limitAddresses(app: FastifyInstance, { perAddress }: Budgets, limits: Limits): void {
  if (perAddress === null) return;
  const spend = budget(perAddress);
  app.addHook('onRequest', async (request, reply) => {
    const spent = await spend(networkOf(request.ip));
    if (spent !== null && limits.refuses('address', {})) {
      if (spent.isFlood) await held();
      return sendProblem(reply, 'address_budget_spent', null, retryAfter(spent.seconds));
    }
  });
}

/** Every route of this scope, which must ask for a key first, then counts towards the budget of its key. */
export function limitKeys(app: FastifyInstance, { perKey }: Budgets, limits: Limits): void {
  if (perKey === null) return;
  const spend = budget(perKey);
  app.addHook('onRequest', async (request, reply) => {
    const spent = await spend(keyHashOf(request));
    if (spent !== null && limits.refuses('key', { channel: channelOf(request).id })) {
      if (spent.isFlood) await held();
      return sendProblem(reply, 'key_budget_spent', null, retryAfter(spent.seconds));
    }
  });
}

/** A budget that is spent: for how many seconds, and by a flood or not. */
type Spent = { readonly seconds: number; readonly isFlood: boolean };

/** Takes one request from a budget. @returns null where it fits. */
function budget(perMinute: number): (whose: string) => Promise<Spent | null> {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: MINUTE_SECONDS });
  return async (whose) => {
    try {
      await limiter.consume(whose);
      return null;
    } catch (error) {
      if (error instanceof RateLimiterRes) {
        return { seconds: error.msBeforeNext / 1000, isFlood: error.consumedPoints > FLOOD * perMinute };
      }
      throw error;
    }
  };
}

/** Nothing waits for the end of it: a service that stops need not. */
const held = (): Promise<void> => after(HELD_MILLISECONDS, undefined, { ref: false });

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
