import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Registry } from 'prom-client';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { channelId } from '../../../src/kernel/ids.ts';
import { instant, plus } from '../../../src/kernel/instant.ts';
import { queueMetrics } from '../../../src/system/metrics/queue-metrics.ts';

const NOW = instant(Date.UTC(2026, 10, 22));

test('how long a channel has waited is told when it is asked for, and not made up where nobody knows', async () => {
  const registry = new Registry();
  const due = new Map([
    ['late', plus(NOW, -90_000)],
    ['later', plus(NOW, 5000)],
    ['idle', null],
  ]);
  const deliveries = {
    nextDue: async (channel: string) => {
      const at = due.get(channel);
      if (at === undefined) throw new StoreUnavailable('gone');
      return at;
    },
  };
  const channels = ['late', 'later', 'idle', 'unknown'].map(channelId);
  queueMetrics(registry, { deliveries, channels, clock: { now: () => NOW } });
  const lines = (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#') && line !== '');
  assert.deepEqual(lines, [
    'countersign_delivery_overdue_seconds{channel="late"} 90',
    'countersign_delivery_overdue_seconds{channel="later"} 0',
    'countersign_delivery_overdue_seconds{channel="idle"} 0',
  ]);
});
