import type { Registry } from 'prom-client';
import { retentionSweep } from '../app/apply-retention.ts';
import type { Retention } from '../app/retention.ts';
import type { Service } from '../app/service.ts';
import type { Turns } from '../app/turns.ts';
import { every, type Repeating } from '../system/every.ts';
import { retentionMetric } from '../system/metrics/retention-metric.ts';

const RETAIN_MILLISECONDS = 60_000;

/** Removes what is due, a little each minute, and counts it. */
export function keepRetention(
  service: Service,
  retention: Retention,
  registry: Registry,
  turns: Turns,
): Repeating {
  const count = retentionMetric(registry);
  const sweep = retentionSweep(service, retention);
  return every(
    RETAIN_MILLISECONDS,
    () =>
      turns.alone('retain', async () => {
        const removed = await sweep();
        count(removed);
        const isAny = Object.values(removed).some((number) => number > 0);
        if (isAny) service.log.info({ ...removed }, 'what was kept long enough was removed');
      }),
    (error) => service.log.error({ err: error }, 'what is due could not be removed'),
  );
}
