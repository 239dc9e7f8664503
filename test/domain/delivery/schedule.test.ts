import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Delivery, SendOutcome } from '../../../src/domain/delivery/delivery.ts';
import { afterAttempt, RETRY_SECONDS } from '../../../src/domain/delivery/schedule.ts';
import { channelId, makeId } from '../../../src/kernel/ids.ts';
import { instant, plus } from '../../../src/kernel/instant.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 9, 30));
const MIDDLE = 0.5;

const claimed = (attempts: number): Delivery => ({
  id: makeId('delivery', NOW, new Uint8Array(10)),
  challenge: makeId('challenge', NOW, new Uint8Array(10)),
  channel: channelId('default'),
  connector: 'chatfuel',
  event: 'created',
  sealedLink: new Uint8Array(40),
  status: 'pending',
  attempts,
  attemptsBefore: 0,
  createdAt: NOW,
  nextAttemptAt: plus(NOW, 30_000),
  lastError: null,
  deliveredAt: null,
});

const retry = (retryAfterSeconds: number | null = null): SendOutcome => ({
  type: 'retry',
  error: 'Chatfuel answered 503',
  retryAfterSeconds,
});

const waitAfter = (attempts: number, random: number, wished: number | null = null): number =>
  (afterAttempt(claimed(attempts), retry(wished), NOW, random).nextAttemptAt - NOW) / 1000;

describe('the schedule of a delivery', () => {
  it('keeps a link for as long as another attempt may need it, and no longer', () => {
    assert.notEqual(afterAttempt(claimed(1), retry(), NOW, MIDDLE).sealedLink, null);
    assert.equal(afterAttempt(claimed(13), retry(), NOW, MIDDLE).sealedLink, null);
    assert.equal(afterAttempt(claimed(1), { type: 'accepted' }, NOW, MIDDLE).sealedLink, null);
    const refused = { type: 'refused', error: 'no such bot' } as const;
    assert.equal(afterAttempt(claimed(1), refused, NOW, MIDDLE).sealedLink, null);
  });

  it('makes 13 attempts within 76 hours', () => {
    assert.deepEqual(
      RETRY_SECONDS,
      [1, 5, 15, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400],
      'the seconds between attempts',
    );
    const hours = RETRY_SECONDS.reduce((sum, seconds) => sum + seconds, 0) / 3600;
    assert.ok(hours > 75 && hours < 76, `${hours} hours`);
  });

  it('waits as planned where chance lies in the middle, a fifth less or more at its ends', () => {
    for (const [index, planned] of RETRY_SECONDS.entries()) {
      assert.equal(waitAfter(index + 1, MIDDLE), planned);
      assert.equal(waitAfter(index + 1, 0), planned * 0.8);
      assert.ok(Math.abs(waitAfter(index + 1, 1 - 2 ** -32) - planned * 1.2) < 0.01);
    }
  });

  it('waits as long as the platform asks, where that lies between the plan and twice the plan', () => {
    assert.equal(waitAfter(3, MIDDLE, 20), 20);
  });

  it('never waits longer than twice the plan, whatever the platform asks', () => {
    assert.equal(waitAfter(3, MIDDLE, 31), 30);
    assert.equal(waitAfter(3, MIDDLE, Number.MAX_VALUE), 30);
  });

  it('never comes back sooner because the platform asks for it', () => {
    assert.equal(waitAfter(3, MIDDLE, 0), 15);
    assert.equal(waitAfter(3, MIDDLE, -10), 15);
  });

  it('keeps the wait within its bounds for every attempt, wish and chance', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: RETRY_SECONDS.length }),
        fc.option(fc.double({ min: 0, noNaN: true }), { nil: null }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, wished, random) => {
          const planned = RETRY_SECONDS[attempts - 1] ?? 0;
          const wait = waitAfter(attempts, random, wished);
          assert.ok(wait >= planned * 0.8 && wait <= planned * 2, `${wait} s for a plan of ${planned} s`);
        },
      ),
      { seed: 4, numRuns: 500 },
    );
  });
});

describe('an attempt at a delivery', () => {
  it('ends the delivery when it is accepted, and keeps what went wrong before', () => {
    const before = { ...claimed(3), lastError: 'Chatfuel answered 503' };
    const next = afterAttempt(before, { type: 'accepted' }, NOW, MIDDLE);
    assert.deepEqual(next, { ...before, status: 'delivered', sealedLink: null, deliveredAt: NOW });
  });

  it('is dated no earlier than the verdict, though the clock was set back', () => {
    const earlier = plus(NOW, -3_600_000);
    assert.equal(afterAttempt(claimed(1), { type: 'accepted' }, earlier, MIDDLE).deliveredAt, NOW);
  });

  it('gives the delivery up at once when it is refused', () => {
    const next = afterAttempt(claimed(1), { type: 'refused', error: 'no such bot' }, NOW, MIDDLE);
    assert.equal(next.status, 'given_up');
    assert.equal(next.lastError, 'no such bot');
    assert.equal(next.deliveredAt, null);
  });

  it('leaves the delivery pending with its error while an attempt is left', () => {
    const next = afterAttempt(claimed(12), retry(), NOW, MIDDLE);
    assert.equal(next.status, 'pending');
    assert.equal(next.lastError, 'Chatfuel answered 503');
    assert.equal(next.attempts, 12);
  });

  it('gives the delivery up after the thirteenth, and after any that a crash added', () => {
    for (const attempts of [13, 14, 1000]) {
      const next = afterAttempt(claimed(attempts), retry(), NOW, MIDDLE);
      assert.equal(next.status, 'given_up');
      assert.equal(next.lastError, 'Chatfuel answered 503');
    }
  });
});
