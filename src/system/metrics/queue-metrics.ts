import { Gauge, type Registry } from 'prom-client';
import type { Clock } from '../../app/ports.ts';
import type { DeliveryStore } from '../../app/store-ports.ts';
import type { ChannelId } from '../../kernel/ids.ts';

export type QueueMetricsOptions = {
  readonly deliveries: Pick<DeliveryStore, 'nextDue'>;
  readonly channels: readonly ChannelId[];
  readonly clock: Clock;
};

/** Registers how long deliveries have been due that nobody has sent yet: looked up when the figures are asked for. */
export function queueMetrics(registry: Registry, { deliveries, channels, clock }: QueueMetricsOptions): void {
  new Gauge({
    name: 'countersign_delivery_overdue_seconds',
    help: "Seconds since the channel's earliest waiting delivery was due; 0 where none is.",
    labelNames: ['channel'],
    registers: [registry],
    async collect() {
      const now = clock.now();
      for (const channel of channels) {
        const due = await dueOrNull(deliveries, channel);
        // A store that cannot be reached leaves a gap rather than a figure that is made up.
        if (due === null) this.remove({ channel });
        else this.set({ channel }, Math.max(0, (now - (due.at ?? now)) / 1000));
      }
    },
  });
}

async function dueOrNull(deliveries: Pick<DeliveryStore, 'nextDue'>, channel: ChannelId) {
  try {
    return { at: await deliveries.nextDue(channel) };
  } catch {
    return null;
  }
}
