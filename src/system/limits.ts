import { Counter, type Registry } from 'prom-client';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Limits } from '../app/limits.ts';
import type { Log } from '../app/ports.ts';
import type { ClientRef } from '../domain/challenge/challenge.ts';
import type { ChallengeId } from '../kernel/ids.ts';

/** Distinct clients with wrong answers from one address, within the window, that are worth an operator's look. */
const SUSPICIOUS_CLIENTS = 20;
const WINDOW_SECONDS = 60 * 60;

export type LimitsOptions = {
  readonly log: Log;
  readonly registry: Registry;
  /** Whether requests beyond a budget are only told of. */
  readonly dryRun: boolean;
};

/**
 * Tells log and metrics of requests beyond a budget, and of addresses from which many clients answer wrong. Of those it
 * tells and nothing more: a whole telephone network can share one address, and who refuses it locks out its customers.
 * Addresses are kept in memory only, for an hour, and never told.
 */
export function limits({ log, registry, dryRun }: LimitsOptions): Limits {
  const beyond = new Counter({
    name: 'countersign_beyond_budget_total',
    help: 'Requests beyond a budget, by budget; refused "no" in a dry run.',
    labelNames: ['budget', 'refused'],
    registers: [registry],
  });
  const suspicious = new Counter({
    name: 'countersign_suspicious_addresses_total',
    help: `Addresses from which ${SUSPICIOUS_CLIENTS} clients answered wrong within an hour.`,
    registers: [registry],
  });
  const pairs = new RateLimiterMemory({ points: 1, duration: WINDOW_SECONDS });
  const clients = new RateLimiterMemory({ points: SUSPICIOUS_CLIENTS, duration: WINDOW_SECONDS });

  const note = async (address: string, client: ClientRef, challenge: ChallengeId): Promise<void> => {
    if (!(await isFirst(pairs, `${address} ${client}`))) return;
    const { consumedPoints } = await clients.penalty(address);
    if (consumedPoints !== SUSPICIOUS_CLIENTS) return;
    suspicious.inc();
    // The evidence of this challenge holds the address, sealed, for the operator to look at.
    log.warn({ challenge, clients: consumedPoints }, 'one address has given wrong answers for many clients');
  };

  return {
    refuses(budget, about) {
      beyond.inc({ budget, refused: dryRun ? 'no' : 'yes' });
      log.info({ budget, ...about }, SAID[dryRun ? 'admitted' : 'refused']);
      return !dryRun;
    },
    answeredWrong(address, client, challenge) {
      void note(address, client, challenge);
    },
  };
}

const SAID = {
  refused: 'a request beyond a budget was refused',
  admitted: 'a request beyond a budget would have been refused',
} as const satisfies Record<string, string>;

async function isFirst(limiter: RateLimiterMemory, key: string): Promise<boolean> {
  try {
    await limiter.consume(key);
    return true;
  } catch (error) {
    if (error instanceof RateLimiterRes) return false;
    throw error;
  }
}
