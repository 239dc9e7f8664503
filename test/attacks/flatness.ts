import assert from 'node:assert/strict';
import { excess, rate, type Tally } from './tally.ts';

/** What is taken for chance: three standard errors. */
const STANDARD_ERRORS = 3;

/** Fails where any attack beats chance `p` by more than three standard errors, and names each that does. */
export function assertNoneBeats(p: number, tallies: ReadonlyMap<string, Tally>): void {
  const better = [...tallies]
    .filter(([, tally]) => excess(tally, p) > STANDARD_ERRORS)
    .map(([name, tally]) => `${name}: ${(100 * rate(tally)).toFixed(2)} %`);
  assert.deepEqual(better, [], `chance is ${(100 * p).toFixed(2)} %`);
}
