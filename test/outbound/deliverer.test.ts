import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import type { Connector, DeliveryMessage } from '../../src/app/ports.ts';
import { DELIVERY_EVENTS, type SendOutcome } from '../../src/domain/delivery/delivery.ts';
import { type ChannelId, channelId, type DeliveryId } from '../../src/kernel/ids.ts';
import { instant } from '../../src/kernel/instant.ts';
import { type Deliverer, startDeliverer } from '../../src/outbound/deliverer.ts';
import { atRest } from '../fakes/clock.ts';
import { decidedChallenge, pendingDelivery } from '../fakes/decided-challenge.ts';
import { type DeliveryWorld, deliveryWorld } from '../fakes/delivery-world.ts';

const FIRST = channelId('default');
const SECOND = channelId('second');

describe('the deliverer', () => {
  let world: DeliveryWorld;
  let deliverer: Deliverer | null;
  let sent: { readonly delivery: DeliveryId; readonly at: number }[];

  beforeEach(() => {
    world = deliveryWorld();
    deliverer = null;
    sent = [];
  });
  afterEach(async () => {
    const stopped = deliverer?.stop(0);
    await world.clock.advance(0);
    await stopped;
  });

  type Answer = (message: DeliveryMessage, signal: AbortSignal) => Promise<SendOutcome>;
  const accept: Answer = async () => ({ type: 'accepted' });

  const connector = (answer: Answer = accept, requestsPerSecond: number | null = null): Connector => ({
    name: 'chatfuel',
    events: new Set(DELIVERY_EVENTS),
    sendsLink: false,
    requestsPerSecond,
    send(message, signal) {
      sent.push({ delivery: message.delivery, at: world.clock.now() });
      return answer(message, signal);
    },
  });

  const start = async (connectors: readonly (readonly [ChannelId, Connector])[]) => {
    deliverer = startDeliverer(world.service, new Map(connectors), world.clock.timer);
    await atRest();
    return deliverer;
  };

  /** Commits a verdict; says so unless it is to be found without. */
  const decide = ({ channel = FIRST, told = true } = {}): DeliveryId => {
    const stored = decidedChallenge(world.clock.now());
    const delivery = { ...pendingDelivery(stored, world.clock.now()), channel };
    world.put(stored, delivery);
    const notice = { type: 'verdict', challenge: stored.challenge.id, channel } as const;
    if (told) world.service.notices.publish(notice);
    return delivery.id;
  };

  const statusOf = (id: DeliveryId) => world.deliveries.get(id).status;

  it('sends what was left from before at its start', async () => {
    const ids = [decide({ told: false }), decide({ told: false })];
    await start([[FIRST, connector()]]);
    assert.deepEqual(ids.map(statusOf), ['delivered', 'delivered']);
  });

  it('sends a verdict at once when it is told of it', async () => {
    await start([[FIRST, connector()]]);
    const before = world.clock.now();
    const id = decide();
    await atRest();
    assert.equal(statusOf(id), 'delivered');
    assert.deepEqual(sent, [{ delivery: id, at: before }]);
  });

  it('finds within a second a verdict that it was not told of', async () => {
    await start([[FIRST, connector()]]);
    const id = decide({ told: false });
    await world.clock.advance(999);
    assert.equal(statusOf(id), 'pending');
    await world.clock.advance(1);
    assert.equal(statusOf(id), 'delivered');
  });

  it('misses no verdict that is committed right after it looked', async () => {
    await start([[FIRST, connector()]]);
    const { deliveries } = world.service.store;
    const nextDue = deliveries.nextDue;
    const late: DeliveryId[] = [];
    deliveries.nextDue = async (channel) => {
      const due = await nextDue(channel);
      if (late.length === 0) late.push(decide());
      return due;
    };
    const first = decide();
    await atRest();
    assert.deepEqual([first, ...late].map(statusOf), ['delivered', 'delivered']);
  });

  it('tries again when the schedule says so, to the millisecond', async () => {
    // Chance that makes each wait as short as it can be: due before the next look that is made anyway.
    world = deliveryWorld({ bytes: (size) => new Uint8Array(size) });
    let left = 2;
    const flaky: Answer = async () => {
      await new Promise<void>((resolve) => void world.clock.timer(1001, resolve));
      left -= 1;
      return left >= 0 ? { type: 'retry', error: 'busy', retryAfterSeconds: null } : { type: 'accepted' };
    };
    await start([[FIRST, connector(flaky)]]);
    const id = decide();
    await world.clock.advance(1001);
    for (let attempt = 2; attempt <= 3; attempt++) {
      const due = world.deliveries.get(id).nextAttemptAt;
      await world.clock.advance(due - world.clock.now() - 1);
      assert.equal(sent.length, attempt - 1);
      await world.clock.advance(1);
      assert.equal(sent.length, attempt);
      assert.equal(sent.at(-1)?.at, due);
      await world.clock.advance(1001);
    }
    assert.equal(statusOf(id), 'delivered');
  });

  it('lets a platform that hangs delay no other channel', async () => {
    await start([
      [FIRST, connector((_message, signal) => untilAborted(signal))],
      [SECOND, connector()],
    ]);
    for (let count = 0; count < 100; count++) decide();
    const id = decide({ channel: SECOND });
    await atRest();
    assert.equal(statusOf(id), 'delivered');
    assert.equal(sent.filter(({ delivery }) => statusOf(delivery) === 'pending').length, 25);
  });

  it('goes on as soon as one of many attempts has ended', async () => {
    const ends: (() => void)[] = [];
    const slow: Answer = () =>
      new Promise((resolve) => {
        ends.push(() => resolve({ type: 'accepted' }));
      });
    await start([[FIRST, connector(slow)]]);
    for (let count = 0; count < 30; count++) decide();
    await atRest();
    assert.equal(sent.length, 25);
    ends.shift()?.();
    await atRest();
    assert.equal(sent.length, 26);
    while (ends.length > 0) {
      ends.shift()?.();
      await atRest();
    }
    assert.equal(sent.length, 30);
  });

  it("keeps to the platform's limit, and is no slower than it", async () => {
    await start([[FIRST, connector(accept, 25)]]);
    const begin = world.clock.now();
    for (let count = 0; count < 100; count++) decide();
    await world.clock.advance(3300);
    assert.equal(sent.length, 100);
    for (const [index, { at }] of sent.entries()) {
      const later = sent[index + 25];
      assert.ok(later === undefined || later.at - at > 1000, 'never 26 within a second');
    }
    assert.equal(sent.at(-1)?.at, begin + 3300);
  });

  it('sends nothing of channels that it does not know', async () => {
    await start([[FIRST, connector()]]);
    const id = decide({ channel: SECOND });
    await world.clock.advance(10_000);
    assert.equal(statusOf(id), 'pending');
    assert.equal(world.deliveries.get(id).attempts, 0);
  });

  it('never sends one copy twice at once, though two deliverers run on one store', async () => {
    await start([[FIRST, connector()]]);
    const other = startDeliverer(world.service, new Map([[FIRST, connector()]]), world.clock.timer);
    const ids = Array.from({ length: 50 }, () => decide());
    await world.clock.advance(2000);
    assert.deepEqual(new Set(sent.map(({ delivery }) => delivery)), new Set(ids));
    assert.equal(sent.length, 50);
    const stopped = other.stop(0);
    await world.clock.advance(0);
    await stopped;
  });

  it('outlives a store that fails: it says so, asks ever less often, and goes on', async () => {
    world.deliveries.fail(true);
    await start([[FIRST, connector()]]);
    const id = decide({ told: false });
    await world.clock.advance(60_000);
    const failures = world.log.lines.filter((line) => line.level === 'error').length;
    assert.ok(failures >= 8 && failures <= 15, `${failures} tries in a minute`);
    assert.equal(statusOf(id), 'pending');
    world.deliveries.fail(false);
    await world.clock.advance(10_000);
    assert.equal(statusOf(id), 'delivered');

    world.deliveries.fail(true);
    await world.clock.advance(1500);
    world.deliveries.fail(false);
    const again = decide({ told: false });
    await world.clock.advance(1500);
    assert.equal(statusOf(again), 'delivered', 'a later failure begins with short waits again');
  });

  it('does not ask the store without end while nothing is due', async () => {
    await start([[FIRST, connector()]]);
    const before = world.deliveries.claims;
    await world.clock.advance(10_000);
    assert.equal(world.deliveries.claims - before, 10);
  });

  it('does not spin where store and clock disagree', async () => {
    await start([[FIRST, connector()]]);
    // A store whose clock is ahead says that something is due which it will not give.
    world.service.store.deliveries.nextDue = async () => instant(0);
    const before = world.deliveries.claims;
    await world.clock.advance(1000);
    assert.ok(world.deliveries.claims - before <= 201);
  });

  it('goes on though the clock is set back by an hour', async () => {
    await start([[FIRST, connector(accept, 25)]]);
    decide();
    await atRest();
    world.clock.jump(-3_600_000);
    const id = decide();
    await atRest();
    assert.equal(statusOf(id), 'delivered');
  });

  it('ends what is under way before it stops, and takes no more', async () => {
    const ends: (() => void)[] = [];
    const slow: Answer = () =>
      new Promise((resolve) => {
        ends.push(() => resolve({ type: 'accepted' }));
      });
    const running = await start([[FIRST, connector(slow)]]);
    const id = decide();
    await atRest();
    let stopped = false;
    const stopping = running.stop(10_000).then(() => {
      stopped = true;
    });
    const late = decide();
    await world.clock.advance(5000);
    assert.equal(stopped, false);
    for (const end of ends) end();
    await stopping;
    assert.equal(statusOf(id), 'delivered');
    assert.equal(world.deliveries.get(late).attempts, 0);
  });

  it('cuts short what takes longer than the grace, and leaves it to be sent again', async () => {
    const running = await start([[FIRST, connector((_message, signal) => untilAborted(signal))]]);
    const id = decide();
    await atRest();
    const stopping = running.stop(10_000);
    await world.clock.advance(10_000);
    await stopping;
    assert.equal(statusOf(id), 'pending');
    assert.equal(world.deliveries.get(id).lastError, 'stopped');
    assert.equal(world.deliveries.get(id).attempts, 1);
  });
});

/** A platform that never answers: the attempt ends when it is cut short. */
const untilAborted = (signal: AbortSignal): Promise<SendOutcome> =>
  new Promise((resolve) => {
    signal.addEventListener('abort', () =>
      resolve({ type: 'retry', error: 'stopped', retryAfterSeconds: null }),
    );
  });
