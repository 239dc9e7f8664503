import { setTimeout as after } from 'node:timers/promises';

/**
 * Moments at which somebody arrives who knows nothing of the others (a Poisson process): so many a second on average.
 * Who could not be let in at their moment, because this process was busy, comes as soon as it can.
 * @param chance uniform, at least 0 and below 1.
 */
export async function* arrivals(
  perSecond: number,
  seconds: number,
  chance: () => number = Math.random,
): AsyncGenerator<number> {
  const since = performance.now();
  let at = 0;
  for (;;) {
    at += (-Math.log(1 - chance()) * 1000) / perSecond;
    if (at >= seconds * 1000) return;
    const early = since + at - performance.now();
    if (early > 0) await after(early);
    yield since + at;
  }
}
