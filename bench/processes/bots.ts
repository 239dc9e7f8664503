import { Pool } from 'undici';
import { Durations } from '../../src/cli/loadtest/load-result.ts';
import { challengeRequestOf, simulatedClient } from '../../src/cli/loadtest/simulated-client.ts';
import { headersForApi, tlsFor } from '../../src/cli/loadtest/target.ts';
import { obeyCommands } from '../harness/obey-commands.ts';
import { arrivals } from './arrivals.ts';

/*
 * Bots that share one service, each with a key of its own: some that keep within their budget, and one that does not.
 */

const CONNECTIONS = 32;

let pool: Pool | null = null;
let made = 0;

export type Asking = {
  /** Which take turns. */
  readonly keys: readonly string[];
  /** Of all of them together, on average, at random moments. */
  readonly perSecond: number;
  readonly seconds: number;
};

/** What became of so many requests for a challenge. */
export type Asked = {
  /** By status; 0 where there was no answer. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Refusals that did not say when to come back. */
  readonly withoutRetryAfter: number;
  /** In milliseconds, from the moment at which each was to be sent; of those with a challenge for an answer. */
  readonly p50: number;
  readonly p99: number;
};

const commands = {
  connect: (origin: string): void => {
    pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1, connect: tlsFor(origin) });
  },
  ask: async ({ keys, perSecond, seconds }: Asking): Promise<Asked> => {
    const durations = new Durations();
    const statuses: Record<number, number> = {};
    let withoutRetryAfter = 0;
    const underWay: Promise<void>[] = [];
    let turn = 0;
    for await (const since of arrivals(perSecond, seconds)) {
      const key = keys[turn++ % keys.length] ?? '';
      underWay.push(
        askOnce(key).then(({ status, retryAfter }) => {
          statuses[status] = (statuses[status] ?? 0) + 1;
          if (status === 201) durations.record(Math.max(0, performance.now() - since));
          if (status === 429 && !(Number(retryAfter) > 0)) withoutRetryAfter++;
        }),
      );
    }
    await Promise.all(underWay);
    return { statuses, withoutRetryAfter, p50: durations.percentile(50), p99: durations.percentile(99) };
  },
};

export type BotCommands = typeof commands;

async function askOnce(
  key: string,
): Promise<{ readonly status: number; readonly retryAfter: string | null }> {
  const body = challengeRequestOf(simulatedClient(`bots-${process.pid}`, ++made));
  try {
    if (pool === null) throw new Error('nothing was connected to');
    const headers = headersForApi(key);
    const response = await pool.request({ method: 'POST', path: '/v1/challenges', headers, body });
    await response.body.dump();
    const { 'retry-after': retryAfter } = response.headers;
    return { status: response.statusCode, retryAfter: typeof retryAfter === 'string' ? retryAfter : null };
  } catch {
    return { status: 0, retryAfter: null };
  }
}

obeyCommands(commands, async () => {
  await pool?.destroy();
});
