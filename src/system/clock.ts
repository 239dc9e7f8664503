import type { Clock } from '../app/ports.ts';
import { instant } from '../kernel/instant.ts';

/** The machine's wall clock. It may jump; what must not go back (the log) sees to that itself. */
export const systemClock: Clock = { now: () => instant(Date.now()) };
