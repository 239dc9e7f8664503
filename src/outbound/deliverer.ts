import type { Connector } from '../app/ports.ts';
import type { ChannelId } from '../kernel/ids.ts';
import { Lane, type LaneService } from './lane.ts';
import { systemTimer, type Timer } from './timer.ts';

export interface Deliverer {
  /**
   * Takes no more deliveries and resolves when those under way have ended. What has not after `graceMilliseconds` is
   * cut short and stays in the store for the next start.
   */
  stop(graceMilliseconds: number): Promise<void>;
}

/**
 * Sends deliveries as they are committed, and again until their platforms accept them: at once on the notice of one,
 * else when the store says that one is due, and at least once a second in case a notice was missed.
 * Any number of deliverers may run on one store; each delivery is with one of them at a time.
 * @param connectors of the channels whose deliveries are sent. What the store holds for other channels waits there.
 */
export function startDeliverer(
  service: LaneService,
  connectors: ReadonlyMap<ChannelId, Connector>,
  timer: Timer = systemTimer,
): Deliverer {
  const lanes = new Map<ChannelId, Lane>();
  for (const [channel, connector] of connectors) {
    lanes.set(channel, new Lane(service, { channel, connector }, timer));
  }
  const unsubscribe = service.notices.subscribe((notice) => {
    if (notice.type === 'verdict' || notice.type === 'due') lanes.get(notice.channel)?.wake();
  });
  return {
    async stop(graceMilliseconds) {
      unsubscribe();
      await Promise.all([...lanes.values()].map((lane) => lane.stop(graceMilliseconds)));
    },
  };
}
