import { Counter, Histogram, type Registry } from 'prom-client';

/** A channel, and what tells its platform. */
export type DeliveryRoute = { readonly channel: string; readonly connector: string };

const OUTCOMES = ['delivered', 'again', 'given_up'] as const;

/** What is counted of challenges, deliveries and commits. Labels hold names of the settings and closed lists only. */
export type StoreMetrics = {
  /** Names what deliveries can be of, so that figures stand at 0 before the first one: an increase from nothing shows nowhere. */
  expect(routes: readonly DeliveryRoute[]): void;
  created(channel: string): void;
  decided(channel: string, status: string, seconds: number): void;
  /** @param seconds from the event to its delivery; null where it is not delivered. */
  attempted(
    channel: string,
    connector: string,
    outcome: (typeof OUTCOMES)[number],
    seconds: number | null,
  ): void;
  /** A delivery has failed so often that an operator should know. */
  stuck(route: DeliveryRoute): void;
  /** Runs a commit, and notes how long it took, or that it failed. */
  timed<T>(commit: () => Promise<T>): Promise<T>;
};

/** Registers the metrics; once for each registry. */
export function storeMetrics(registry: Registry): StoreMetrics {
  const registers = [registry];
  const created = new Counter({
    name: 'countersign_challenges_created_total',
    help: 'Challenges made, by channel.',
    labelNames: ['channel'],
    registers,
  });
  const decided = new Counter({
    name: 'countersign_challenges_decided_total',
    help: 'Challenges that got their verdict, by channel and status: passed, failed, expired or canceled.',
    labelNames: ['channel', 'status'],
    registers,
  });
  const verdictSeconds = new Histogram({
    name: 'countersign_verdict_seconds',
    help: 'Seconds from a challenge being made to its verdict, by channel and status.',
    labelNames: ['channel', 'status'],
    buckets: [5, 10, 15, 20, 30, 45, 60, 90, 120, 300, 600],
    registers,
  });
  const attempts = new Counter({
    name: 'countersign_delivery_attempts_total',
    help: 'Attempts to tell a platform, by what became of the delivery: delivered, again or given_up.',
    labelNames: ['channel', 'connector', 'outcome'],
    registers,
  });
  const stuck = new Counter({
    name: 'countersign_deliveries_stuck_total',
    help: 'Deliveries whose fourth attempt failed; they go on being tried.',
    labelNames: ['channel', 'connector'],
    registers,
  });
  const deliverySeconds = new Histogram({
    name: 'countersign_delivery_seconds',
    help: 'Seconds from an event to its delivery, by channel.',
    labelNames: ['channel'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600, 3600, 86_400],
    registers,
  });
  const commitSeconds = new Histogram({
    name: 'countersign_store_commit_seconds',
    help: 'Seconds that a commit takes until it is durable, waiting for its group included.',
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers,
  });
  const failures = new Counter({
    name: 'countersign_store_failures_total',
    help: 'Commits that failed.',
    registers,
  });
  return {
    expect: (routes) => {
      for (const { channel, connector } of routes) {
        stuck.inc({ channel, connector }, 0);
        for (const outcome of OUTCOMES) attempts.inc({ channel, connector, outcome }, 0);
      }
    },
    created: (channel) => created.inc({ channel }),
    decided: (channel, status, seconds) => {
      decided.inc({ channel, status });
      verdictSeconds.observe({ channel, status }, seconds);
    },
    attempted: (channel, connector, outcome, seconds) => {
      attempts.inc({ channel, connector, outcome });
      if (seconds !== null) deliverySeconds.observe({ channel }, seconds);
    },
    stuck: ({ channel, connector }) => stuck.inc({ channel, connector }),
    timed: async (commit) => {
      const begin = performance.now();
      try {
        return await commit();
      } catch (error) {
        failures.inc();
        throw error;
      } finally {
        commitSeconds.observe((performance.now() - begin) / 1000);
      }
    },
  };
}
