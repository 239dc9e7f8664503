import { Counter, type Registry } from 'prom-client';
import type { Removed } from '../../app/apply-retention.ts';

const CLASSES: Readonly<Record<keyof Removed, true>> = {
  views: true,
  challenges: true,
  evidence: true,
  blocked: true,
  clients: true,
};

/** Registers what retention removes. @returns the call that counts a sweep. */
export function retentionMetric(registry: Registry): (removed: Removed) => void {
  const total = new Counter({
    name: 'countersign_retention_removed_total',
    help: 'What was removed because its time was over, by class: views, challenges, evidence, blocked or clients.',
    labelNames: ['class'],
    registers: [registry],
  });
  for (const name of Object.keys(CLASSES)) total.inc({ class: name }, 0);
  return (removed) => {
    for (const [name, count] of Object.entries(removed)) total.inc({ class: name }, count);
  };
}
