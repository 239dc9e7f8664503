import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'undici';
import { tlsFor } from '../../src/cli/loadtest/target.ts';
import { type Crowd, CrowdCounter } from './crowd.ts';

export type Visits = {
  /** On average, from one page to the next on the same connection. */
  readonly pauseSeconds: number;
  readonly seconds: number;
};

type Visitor = { readonly path: string; readonly client: Client };

/** How many connections are opened at once: what a backlog of connections takes. */
const OPENED_AT_ONCE = 50;

/** People with a kept connection each, all open for the whole time, who look at a page of their own now and then. */
export class Visitors {
  readonly #visitors: readonly Visitor[];

  private constructor(visitors: readonly Visitor[]) {
    this.#visitors = visitors;
  }

  /** One for each of `paths`, all connected. */
  static async gathered(origin: string, paths: readonly string[]): Promise<Visitors> {
    const options = { connect: tlsFor(origin), keepAliveTimeout: 600_000, pipelining: 1, allowH2: false };
    const visitors = paths.map((path) => ({ path, client: new Client(origin, options) }));
    for (let at = 0; at < visitors.length; at += OPENED_AT_ONCE) {
      await Promise.all(visitors.slice(at, at + OPENED_AT_ONCE).map(open));
    }
    return new Visitors(visitors);
  }

  async visit({ pauseSeconds, seconds }: Visits): Promise<Crowd> {
    const begins = performance.now();
    const ends = begins + seconds * 1000;
    const counter = new CrowdCounter(begins, ends);
    await Promise.all(
      this.#visitors.map(async (visitor) => {
        for (;;) {
          const pause = -Math.log(1 - Math.random()) * pauseSeconds * 1000;
          await after(Math.min(pause, Math.max(0, ends - performance.now())));
          if (performance.now() >= ends) return;
          await look(visitor, counter);
        }
      }),
    );
    return counter.result();
  }
}

async function look(visitor: Visitor, counter: CrowdCounter): Promise<void> {
  const since = performance.now();
  try {
    const status = await open(visitor);
    if (status !== 200) return counter.failed(`page: status ${status}`);
    const took = performance.now() - since;
    counter.record('page', took);
    return counter.ended(took);
  } catch (error) {
    return counter.failed(`page: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

async function open({ client, path }: Visitor): Promise<number> {
  const response = await client.request({ method: 'GET', path });
  await response.body.dump();
  return response.statusCode;
}
