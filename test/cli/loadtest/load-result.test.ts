import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Durations, LoadTally } from '../../../src/cli/loadtest/load-result.ts';
import { resultText } from '../../../src/cli/loadtest/result-text.ts';

test('percentiles are those of what was recorded, to a thousandth', () => {
  const durations = new Durations();
  for (let milliseconds = 1; milliseconds <= 1000; milliseconds++) durations.record(milliseconds);
  for (const [percent, expected] of [
    [50, 500],
    [95, 950],
    [99, 990],
  ] as const) {
    const found = durations.percentile(percent);
    assert.ok(Math.abs(found - expected) / expected <= 0.001, `p${percent} is ${found}`);
  }
});

test('what took no time at all and what took an hour are recorded too', () => {
  const durations = new Durations();
  durations.record(0);
  durations.record(60 * 60 * 1000);
  assert.equal(durations.count, 2);
  assert.ok(durations.percentile(100) >= 599_000);
});

test('nothing recorded has no percentiles', () => {
  assert.equal(new Durations().percentile(99), Number.NaN);
});

test('errors are counted by their kind, the commonest first', () => {
  const tally = new LoadTally();
  tally.failure('status 429');
  tally.failure('ECONNRESET', 3);
  tally.success(2);
  assert.deepEqual(tally.failures, [
    ['ECONNRESET', 3],
    ['status 429', 1],
  ]);
  assert.deepEqual([tally.succeeded, tally.failed], [1, 4]);
});

test('the result says successes, errors with their kinds, the rate and the percentiles of each step', () => {
  const tally = new LoadTally();
  const page = new Durations();
  for (let nth = 0; nth < 1200; nth++) {
    tally.success(5);
    page.record(2);
  }
  tally.failure('page: status 503', 7);
  assert.equal(
    resultText('1,207 journeys, 50 at once,', { tally, seconds: 2, steps: new Map([['page', page]]) }),
    `1,207 journeys, 50 at once, in 2.0 s

  successes      1,200
  errors         7
                 7 × page: status 503
  per second     600
  p50, p95, p99  5.0, 5.0, 5.0 ms
    page         2.0, 2.0, 2.0 ms`,
  );
});

test('where nothing succeeded there is no rate and no percentile', () => {
  const tally = new LoadTally();
  tally.failure('ECONNREFUSED');
  const text = resultText('1 request', { tally, seconds: 1, steps: new Map() });
  assert.match(text, /per second +–\n +p50, p95, p99 +–$/);
});
