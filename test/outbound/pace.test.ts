import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { instant, plus } from '../../src/kernel/instant.ts';
import { Pace } from '../../src/outbound/pace.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 9, 30));

describe('the pace of a channel', () => {
  it('lets as many start at once as the platform takes in a second, and then none', () => {
    const pace = new Pace(25);
    assert.equal(pace.free(NOW), 25);
    assert.equal(pace.wait(NOW), 0);
    pace.take(25, NOW);
    assert.equal(pace.free(NOW), 0);
    assert.equal(pace.wait(NOW), 1100);
  });

  it('frees each place a good second after it was taken', () => {
    const pace = new Pace(2);
    pace.take(1, NOW);
    pace.take(1, plus(NOW, 400));
    assert.equal(pace.free(plus(NOW, 1099)), 0);
    assert.equal(pace.wait(plus(NOW, 1099)), 1);
    assert.equal(pace.free(plus(NOW, 1100)), 1);
    assert.equal(pace.free(plus(NOW, 1500)), 2);
  });

  it('holds up nothing where the platform names no limit', () => {
    const pace = new Pace(null);
    pace.take(100_000, NOW);
    assert.equal(pace.free(NOW), Number.POSITIVE_INFINITY);
    assert.equal(pace.wait(NOW), 0);
  });

  it('does not stand still when the clock is set back', () => {
    const pace = new Pace(1);
    pace.take(1, plus(NOW, 3_600_000));
    assert.equal(pace.free(NOW), 1);
  });

  it('never lets more than the limit start within any second', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.array(fc.tuple(fc.nat(400), fc.nat(40)), { maxLength: 60 }),
        (limit, wishes) => {
          const pace = new Pace(limit);
          const starts: number[] = [];
          let now = NOW;
          for (const [pause, wished] of wishes) {
            now = plus(now, pause);
            const granted = Math.min(wished, pace.free(now));
            pace.take(granted, now);
            for (let count = 0; count < granted; count++) starts.push(now);
          }
          for (const [index, start] of starts.entries()) {
            const end = starts[index + limit];
            assert.ok(
              end === undefined || end - start > 1000,
              `${limit + 1} within ${Number(end) - start} ms`,
            );
          }
        },
      ),
      { seed: 4, numRuns: 200 },
    );
  });
});
