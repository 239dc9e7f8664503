import { collectDefaultMetrics, Gauge, type Registry } from 'prom-client';

/**
 * Registers what there is to know of the process: memory, processor, event-loop delay, garbage collection, open files;
 * and the version that runs. Once for each process: the timers under it run until the end.
 */
export function processMetrics(registry: Registry, version: string): void {
  collectDefaultMetrics({ register: registry });
  const build = new Gauge({
    name: 'countersign_build_info',
    help: 'Always 1; the version that runs is its label.',
    labelNames: ['version'],
    registers: [registry],
  });
  build.set({ version }, 1);
}
