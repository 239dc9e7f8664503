import { Pool } from 'undici';
import { Durations } from '../../src/cli/loadtest/load-result.ts';
import { challengeRequestOf, simulatedClient } from '../../src/cli/loadtest/simulated-client.ts';
import { headersForApi, tlsFor } from '../../src/cli/loadtest/target.ts';
import { obeyCommands } from '../harness/obey-commands.ts';
import { arrivals } from './arrivals.ts';

/*
 * Bots that share one service, each with a key of its own: some that keep within their budget, and one that does not.
 */

const CONNECTIONS = 64;

let pool: Pool | null = null;
let made = 0;

export type Asking = {
  /** Under which name they are counted. */
  readonly as: string;
  /** Which take turns. */
  readonly keys: readonly string[];
  /** Of all of them together, on average, at random moments. */
  readonly perSecond: number;
  readonly seconds: number;
};

export type Flooding = {
  readonly as: string;
  readonly key: string;
  readonly atOnce: number;
  readonly seconds: number;
  readonly requests: number;
};

/** What became of the requests for a challenge that were counted under one name. */
export type Asked = {
  /** By status; 0 where there was no answer. */
  readonly statuses: Readonly<Record<number, number>>;
  /** Refusals that did not say when to come back. */
  readonly withoutRetryAfter: number;
  /** In milliseconds, from the moment at which each was to be sent; of those with a challenge for an answer. */
  readonly p99: number;
};

type Count = {
  readonly durations: Durations;
  readonly statuses: Record<number, number>;
  withoutRetryAfter: number;
};

const counts = new Map<string, Count>();

function countOf(name: string): Count {
  const count = counts.get(name) ?? { durations: new Durations(), statuses: {}, withoutRetryAfter: 0 };
  counts.set(name, count);
  return count;
}

function record(count: Count, { status, retryAfter }: Answer, milliseconds: number): void {
  count.statuses[status] = (count.statuses[status] ?? 0) + 1;
  if (status === 201) count.durations.record(Math.max(0, milliseconds));
  if (status === 429 && !(Number(retryAfter) > 0)) count.withoutRetryAfter++;
}

const commands = {
  connect: (origin: string): void => {
    pool = new Pool(origin, { connections: CONNECTIONS, pipelining: 1, connect: tlsFor(origin) });
  },
  ask: async ({ as, keys, perSecond, seconds }: Asking): Promise<void> => {
    const count = countOf(as);
    const underWay: Promise<void>[] = [];
    let turn = 0;
    for await (const since of arrivals(perSecond, seconds)) {
      const key = keys[turn++ % keys.length] ?? '';
      underWay.push(askOnce(key).then((answer) => record(count, answer, performance.now() - since)));
    }
    await Promise.all(underWay);
  },
  /** So many requests at once with one key, each sent as soon as the one before was answered, until a time or a count is reached. */
  flood: async ({ as, key, atOnce, seconds, requests }: Flooding): Promise<void> => {
    const count = countOf(as);
    const ends = performance.now() + 1000 * seconds;
    let left = requests;
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        while (left-- > 0 && performance.now() < ends) record(count, await askOnce(key), 0);
      }),
    );
  },
  /** What was counted under a name, which then begins anew. */
  asked: (as: string): Asked => {
    const count = counts.get(as);
    if (count === undefined) throw new Error(`nothing was asked as ${as}`);
    counts.delete(as);
    const { durations, statuses, withoutRetryAfter } = count;
    return { statuses, withoutRetryAfter, p99: durations.percentile(99) };
  },
};

export type BotCommands = typeof commands;

type Answer = { readonly status: number; readonly retryAfter: string | null };

async function askOnce(key: string): Promise<Answer> {
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
