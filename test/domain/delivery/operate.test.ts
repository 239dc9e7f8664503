import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Delivery } from '../../../src/domain/delivery/delivery.ts';
import { giveUp, sendAgain } from '../../../src/domain/delivery/operate.ts';
import { afterAttempt, RETRY_SECONDS } from '../../../src/domain/delivery/schedule.ts';
import { channelId, makeId } from '../../../src/kernel/ids.ts';
import { instant, plus } from '../../../src/kernel/instant.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 9, 30));
const DAY = 24 * 60 * 60 * 1000;

const delivery = (about: Partial<Delivery> = {}): Delivery => ({
  id: makeId('delivery', NOW, new Uint8Array(10)),
  challenge: makeId('challenge', NOW, new Uint8Array(10)),
  channel: channelId('default'),
  connector: 'chatfuel',
  event: 'passed',
  sealedLink: null,
  status: 'given_up',
  attempts: 13,
  attemptsBefore: 0,
  createdAt: plus(NOW, -4 * DAY),
  nextAttemptAt: plus(NOW, -DAY),
  lastError: 'Chatfuel answered 503',
  deliveredAt: null,
  ...about,
});

const changed = (about: Partial<Delivery>): Delivery => {
  const operated = sendAgain(delivery(about), NOW);
  assert.ok(operated.type === 'changed');
  return operated.next;
};

describe('sending a delivery again', () => {
  it('makes it due now, whether it was given up, delivered, or waits for long', () => {
    for (const about of [
      { status: 'given_up' },
      { status: 'delivered', deliveredAt: NOW },
      { status: 'pending', nextAttemptAt: plus(NOW, 30_001) },
    ] as const) {
      assert.deepEqual(changed(about), {
        ...delivery(about),
        status: 'pending',
        nextAttemptAt: NOW,
        attemptsBefore: 13,
        deliveredAt: null,
      });
    }
  });

  it('gives it the whole schedule anew, and counts attempts on', () => {
    let current = changed({});
    for (const [nth, planned] of RETRY_SECONDS.entries()) {
      const claimed = { ...current, attempts: current.attempts + 1 };
      assert.equal(claimed.attempts, 14 + nth);
      current = afterAttempt(claimed, { type: 'retry', error: 'x', retryAfterSeconds: null }, NOW, 0.5);
      assert.equal(current.nextAttemptAt, plus(NOW, planned * 1000));
    }
    const last = { ...current, attempts: current.attempts + 1 };
    const outcome = { type: 'retry', error: 'x', retryAfterSeconds: null } as const;
    assert.equal(afterAttempt(last, outcome, NOW, 0.5).status, 'given_up');
  });

  it('leaves alone what is due soon, since it may be under way', () => {
    for (const milliseconds of [-60_000, 0, 30_000]) {
      const about = { status: 'pending', nextAttemptAt: plus(NOW, milliseconds) } as const;
      assert.deepEqual(sendAgain(delivery(about), NOW), { type: 'due_soon' });
    }
  });

  it('is possible for thirty days', () => {
    assert.equal(sendAgain(delivery({ createdAt: plus(NOW, -30 * DAY) }), NOW).type, 'changed');
    assert.deepEqual(sendAgain(delivery({ createdAt: plus(NOW, -30 * DAY - 1) }), NOW), { type: 'too_old' });
  });
});

describe('giving a delivery up', () => {
  it('ends one that is pending, and keeps what went wrong before', () => {
    const pending = delivery({ status: 'pending', sealedLink: new Uint8Array(3) });
    assert.deepEqual(giveUp(pending), {
      type: 'changed',
      next: {
        ...pending,
        status: 'given_up',
        sealedLink: null,
        lastError: 'Given up by an operator. Before that: Chatfuel answered 503',
      },
    });
    const fresh = giveUp({ ...pending, lastError: null });
    assert.ok(fresh.type === 'changed');
    assert.equal(fresh.next.lastError, 'Given up by an operator.');
  });

  it('leaves alone what has ended', () => {
    for (const status of ['delivered', 'given_up'] as const) {
      assert.deepEqual(giveUp(delivery({ status })), { type: 'not_pending' });
    }
  });
});
