import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../../bench/harness/comparison.ts';
import { type Figure, figure, median, reached, spreadOf } from '../../bench/harness/figure.ts';

const rate = (name: string, values: readonly number[], better: Figure['better'] = 'higher'): Figure =>
  figure({ name, label: name, unit: 'per second', better, values });

test('the median is the middle value, or the mean of the two in the middle, in whatever order they came', () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([7]), 7);
  assert.deepEqual(spreadOf({ values: [5, 1, 3] }), { least: 1, median: 3, most: 5 });
});

test('a goal is reached by the median, from the side that is better', () => {
  const parts = { name: 'p99', label: 'p99', unit: 'ms', values: [9, 10, 30] } as const;
  assert.equal(reached(figure({ ...parts, better: 'lower', goal: 10 })), true);
  assert.equal(reached(figure({ ...parts, better: 'higher', goal: 11 })), false);
  assert.equal(reached(figure({ ...parts, better: 'lower' })), null);
});

test('what lies beyond all runs of before is better or worse, by the side that is better', () => {
  const before = [rate('rate', [100, 101, 102, 103, 104]), rate('p99', [10, 11, 12, 13, 14], 'lower')];
  const after = [rate('rate', [95, 96, 97, 98, 99]), rate('p99', [5, 6, 7, 8, 9], 'lower')];
  assert.deepEqual(
    compare(before, after).map(({ name, change }) => [name, change]),
    [
      ['rate', 'worse'],
      ['p99', 'better'],
    ],
  );
  assert.deepEqual(
    compare(after, before).map(({ change }) => change),
    ['better', 'worse'],
  );
});

test('runs that overlap are within the noise, however far the medians are apart', () => {
  const [found] = compare([rate('rate', [1, 100, 101, 102, 103])], [rate('rate', [1, 50, 51, 52, 53])]);
  assert.equal(found?.change, 'within the noise');
  assert.ok(found !== undefined && Math.abs(found.ratio - 51 / 101) < 1e-9);
});

test('fewer than five runs are not judged', () => {
  const [found] = compare([rate('rate', [1, 2, 3, 4, 5])], [rate('rate', [10, 20, 30, 40])]);
  assert.equal(found?.change, 'not judged');
});

test('a figure that only one result has is left out', () => {
  assert.deepEqual(compare([rate('old', [1])], [rate('new', [1])]), []);
});
