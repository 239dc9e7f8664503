import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostChanges, seeded, simulateLock } from '../../bench/lock-queue.ts';

const COST = { groupMilliseconds: 4, changeMilliseconds: 0.1 };
const load = (changesPerSecond: number, instances = 1) => ({
  ...COST,
  instances,
  changesPerSecond,
  changes: 20_000,
});

test('a change that meets nobody takes its group and itself', () => {
  const figures = simulateLock({ ...load(0.1), changes: 200 }, seeded(1));
  assert.ok(figures !== null);
  assert.equal(Math.round(figures.p50 * 1000), 4100);
  assert.equal(Math.round(figures.p99 * 1000), 4100);
  assert.equal(figures.groupSize, 1);
});

test('groups grow with the load, so that the lock keeps up far beyond one change at a time', () => {
  const sizes = [100, 1000, 5000].map((rate) => simulateLock(load(rate), seeded(2))?.groupSize ?? 0);
  assert.deepEqual(
    sizes.toSorted((a, b) => a - b),
    sizes,
  );
  assert.ok(Number(sizes.at(-1)) > 20);
  // One change at a time would be over at 1000 / 4.1 = 244 a second.
  assert.ok((simulateLock(load(5000), seeded(2))?.busy ?? 1) < 1);
});

test('beyond what one lock passes the line only grows, however many instances there are', () => {
  const most = mostChanges(COST);
  assert.equal(Math.round(most), 9275);
  for (const instances of [1, 2, 4]) {
    assert.ok(simulateLock(load(most * 0.7, instances), seeded(3)) !== null);
    assert.equal(simulateLock(load(most, instances), seeded(3)), null);
  }
});

test('more instances make smaller groups, and each change waits longer', () => {
  const [one, four] = [1, 4].map((instances) => simulateLock(load(2000, instances), seeded(4)));
  assert.ok(one && four);
  assert.ok(four.groupSize < one.groupSize);
  assert.ok(four.p50 > one.p50);
});

test('chance is the same in every run', () => {
  const [one, other] = [seeded(7), seeded(7)];
  for (let nth = 0; nth < 100; nth++) assert.equal(one(), other());
});
