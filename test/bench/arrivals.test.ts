import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivals } from '../../bench/processes/arrivals.ts';

async function moments(perSecond: number, seconds: number, chance: () => number): Promise<number[]> {
  const found: number[] = [];
  for await (const moment of arrivals(perSecond, seconds, chance)) found.push(moment);
  return found;
}

test('gaps between arrivals are those of a Poisson process', async () => {
  // The chance of 1 - 1/e has a gap of one mean.
  const chances = [1 - 1 / Math.E, 0, 1 - 1 / Math.E ** 2];
  let nth = 0;
  const found = await moments(10_000, 0.05, () => chances[nth++ % chances.length] ?? 0);
  const gaps = found.map((moment, at) => moment - (found[at - 1] ?? moment)).slice(1, 4);
  assert.deepEqual(
    gaps.map((gap) => Math.round(gap * 1000) / 1000),
    [0, 0.2, 0.1],
  );
});

test('nobody arrives after the end', async () => {
  assert.equal((await moments(1, 0.01, () => 0.999)).length, 0);
});
