import type { ChallengeStore, Change, DeliveryStore, Store } from '../../app/store-ports.ts';
import { gotStuck } from '../../domain/delivery/schedule.ts';
import type { StoreMetrics } from './store-metrics.ts';

/**
 * A store that counts what is committed to it: challenges made and decided, what became of deliveries, and how long
 * commits take. Counted after the commit, so what is counted is so.
 */
export function meteredStore(store: Store, metrics: StoreMetrics): Store {
  return {
    ...store,
    challenges: meteredChallenges(store.challenges, metrics),
    deliveries: meteredDeliveries(store.deliveries, metrics),
    ping: () => store.ping(),
    close: () => store.close(),
  };
}

function meteredChallenges(challenges: ChallengeStore, metrics: StoreMetrics): ChallengeStore {
  return {
    ...challenges,
    commit: async (change) => {
      const outcome = await metrics.timed(() => challenges.commit(change));
      if (outcome === 'committed') countChange(change, metrics);
      return outcome;
    },
  };
}

function countChange({ newChallenge, challenges }: Change, metrics: StoreMetrics): void {
  if (newChallenge !== null) metrics.created(newChallenge.channel);
  for (const { next } of challenges) {
    const { status, createdAt, decidedAt } = next.lifecycle;
    if (status !== 'pending' && decidedAt !== null) {
      metrics.decided(next.channel, status, (decidedAt - createdAt) / 1000);
    }
  }
}

function meteredDeliveries(deliveries: DeliveryStore, metrics: StoreMetrics): DeliveryStore {
  return {
    ...deliveries,
    settle: async (...attempt) => {
      const settled = await deliveries.settle(...attempt);
      if (settled) {
        const [next] = attempt;
        const { channel, connector, status, createdAt, deliveredAt } = next;
        const seconds = deliveredAt === null ? null : (deliveredAt - createdAt) / 1000;
        metrics.attempted(channel, connector, status === 'pending' ? 'again' : status, seconds);
        if (gotStuck(next)) metrics.stuck({ channel, connector });
      }
      return settled;
    },
  };
}
