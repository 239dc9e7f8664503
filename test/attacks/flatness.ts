import assert from 'node:assert/strict';
import { excess, rate, type Tally } from './tally.ts';

/**
 * Fails where any attack beats chance `p` by more than `standardErrors`, and names each that does.
 * Three are taken for chance where some twenty are compared; of a thousand, one or two are beyond that by chance alone.
 */
export function assertNoneBeats(p: number, tallies: ReadonlyMap<string, Tally>, standardErrors = 3): void {
  const better = [...tallies]
    .filter(([, tally]) => excess(tally, p) > standardErrors)
    .map(([name, tally]) => `${name}: ${(100 * rate(tally)).toFixed(2)} %`);
  assert.deepEqual(better, [], `chance is ${(100 * p).toFixed(2)} %`);
}
