import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { deliverDue, type Route } from '../../src/app/deliver-due.ts';
import type { Connector, DeliveryMessage } from '../../src/app/ports.ts';
import type { ChallengeWithClient } from '../../src/app/store-ports.ts';
import { Vault } from '../../src/app/vault.ts';
import { DELIVERY_EVENTS, type SendOutcome } from '../../src/domain/delivery/delivery.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { decidedChallenge, pendingDelivery, SECRET } from '../fakes/decided-challenge.ts';
import { type DeliveryWorld, deliveryWorld } from '../fakes/delivery-world.ts';
import { seededEntropy } from '../fakes/entropy.ts';

const NEVER = new AbortController().signal;
const CHANNEL = channelId('default');

describe('delivering verdicts', () => {
  let world: DeliveryWorld;
  let messages: DeliveryMessage[];
  let outcome: SendOutcome | Error;

  beforeEach(() => {
    world = deliveryWorld();
    messages = [];
    outcome = { type: 'accepted' };
  });

  const connector: Connector = {
    name: 'chatfuel',
    events: new Set(DELIVERY_EVENTS),
    sendsLink: false,
    requestsPerSecond: null,
    async send(message) {
      messages.push(message);
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  };
  const route: Route = { channel: CHANNEL, connector };

  const deliver = async (limit = 10, through: Route = route) =>
    await Promise.all(await deliverDue(world.service, through, limit, NEVER));

  const add = (stored: ChallengeWithClient = decidedChallenge(world.clock.now())) => {
    const delivery = pendingDelivery(stored, world.clock.now());
    world.put(stored, delivery);
    return delivery.id;
  };

  it('tells the platform what the bot named and how it ended', async () => {
    const stored = decidedChallenge(world.clock.now(), {
      verdict: 'failed',
      details: { clientId: ' Ü 1 ', flow: 'Balance', purpose: 'See it', metadata: { order: 'A-17' } },
    });
    const id = add(stored);
    await deliver();
    assert.deepEqual(messages, [
      {
        delivery: id,
        challenge: stored.challenge.id,
        channel: CHANNEL,
        attempt: 1,
        event: 'failed',
        reason: 'answered',
        at: stored.challenge.lifecycle.decidedAt,
        clientId: ' Ü 1 ',
        phone: null,
        flow: 'Balance',
        locale: null,
        purpose: 'See it',
        metadata: { order: 'A-17' },
        link: null,
        callback: null,
        log: null,
        createdAt: stored.challenge.lifecycle.createdAt,
        expiresAt: stored.challenge.lifecycle.expiresAt,
      },
    ]);
  });

  describe('with its place in the log', () => {
    const telling: Route = { channel: CHANNEL, connector: { ...connector, tellsLog: true } };

    it('tells the index of the verdict and the newest checkpoint, in each copy the newest of then', async () => {
      const stored = decidedChallenge(world.clock.now());
      const id = add(stored);
      world.logged.set(stored.challenge.id, 4711);
      outcome = { type: 'retry', error: 'the webhook answered 503', retryAfterSeconds: null };
      for (const note of [null, 'one', 'two']) {
        if (note !== null) world.signed.notes.push(note);
        await deliver(1, telling);
        world.clock.jump(world.deliveries.get(id).nextAttemptAt - world.clock.now());
      }
      assert.deepEqual(
        messages.map(({ log }) => log),
        [null, 'one', 'two'].map((checkpoint) => ({ index: 4711, checkpoint })),
      );
    });

    it('tells none of what is no verdict', async () => {
      const stored = decidedChallenge(world.clock.now());
      world.logged.set(stored.challenge.id, 4711);
      world.put(stored, { ...pendingDelivery(stored, world.clock.now()), event: 'viewed' });
      await deliver(1, telling);
      assert.deepEqual([messages[0]?.log, world.signed.reads], [null, 0]);
    });

    it('tells a verdict that the log does not have all the same, and that it does not', async () => {
      const id = add();
      world.signed.notes.push('one');
      await deliver(1, telling);
      assert.equal(messages[0]?.log, null);
      assert.equal(world.deliveries.get(id).status, 'delivered');
    });

    it('reads nothing of the log for a connector that does not tell it', async () => {
      const stored = decidedChallenge(world.clock.now());
      add(stored);
      world.logged.set(stored.challenge.id, 4711);
      await deliver();
      assert.deepEqual([messages[0]?.log, world.signed.reads], [null, 0]);
    });
  });

  it('settles an accepted delivery, logs it and lets it be known', async () => {
    const id = add();
    const [settled] = await deliver();
    assert.equal(settled?.status, 'delivered');
    assert.deepEqual(world.deliveries.get(id), settled);
    assert.equal(settled?.deliveredAt, world.clock.now());
    assert.deepEqual(world.notices.published, [{ type: 'delivery', challenge: settled?.challenge }]);
    assert.deepEqual(
      world.log.lines.map(({ level, message }) => [level, message]),
      [['info', 'delivered']],
    );
  });

  it('leases what it claims for longer than an attempt takes', async () => {
    const id = add();
    const begun = await deliverDue(world.service, route, 10, NEVER);
    assert.equal(world.deliveries.get(id).attempts, 1);
    assert.equal(world.deliveries.get(id).nextAttemptAt, plus(world.clock.now(), 30_000));
    await Promise.all(begun);
  });

  it('takes no more than it is asked to, and leaves what is leased to another', async () => {
    for (let count = 0; count < 3; count++) add();
    assert.equal((await deliverDue(world.service, route, 2, NEVER)).length, 2);
    assert.equal((await deliverDue(world.service, route, 2, NEVER)).length, 1);
    assert.equal((await deliverDue(world.service, route, 2, NEVER)).length, 0);
  });

  it('takes nothing of another channel', async () => {
    add();
    assert.deepEqual(await deliver(10, { ...route, channel: channelId('other') }), []);
  });

  it('schedules the next attempt after one that can be repeated, with the same ids', async () => {
    const id = add();
    outcome = { type: 'retry', error: 'Chatfuel answered 503', retryAfterSeconds: null };
    await deliver();
    const waiting = world.deliveries.get(id);
    assert.equal(waiting.status, 'pending');
    assert.equal(waiting.lastError, 'Chatfuel answered 503');
    const wait = waiting.nextAttemptAt - world.clock.now();
    assert.ok(wait >= 800 && wait <= 1200, `${wait} ms`);

    world.clock.jump(wait);
    outcome = { type: 'accepted' };
    await deliver();
    assert.equal(world.deliveries.get(id).status, 'delivered');
    const [first, second] = messages;
    assert.deepEqual({ ...first, attempt: 2 }, second);
  });

  it('gives up what is refused, and says so in the log', async () => {
    const id = add();
    outcome = { type: 'refused', error: 'no such bot' };
    await deliver();
    assert.equal(world.deliveries.get(id).status, 'given_up');
    assert.equal(world.deliveries.get(id).lastError, 'no such bot');
    assert.deepEqual(
      world.log.lines.map((line) => line.level),
      ['error'],
    );
  });

  it('warns from the fourth failure on, not before', async () => {
    const id = add();
    outcome = { type: 'retry', error: 'Chatfuel answered 503', retryAfterSeconds: null };
    for (let count = 1; count <= 5; count++) {
      await deliver();
      world.clock.jump(world.deliveries.get(id).nextAttemptAt - world.clock.now());
      assert.equal(world.log.lines.length, Math.max(0, count - 3), `after ${count} failures`);
    }
    assert.ok(world.log.lines.every(({ level, fields }) => level === 'warn' && fields['delivery'] === id));
  });

  it('sends all thirteen attempts over days, and then gives up', async () => {
    const id = add();
    outcome = { type: 'retry', error: 'Chatfuel answered 503', retryAfterSeconds: null };
    for (let count = 0; count < 20 && world.deliveries.get(id).status === 'pending'; count++) {
      world.clock.jump(world.deliveries.get(id).nextAttemptAt - world.clock.now());
      await deliver();
    }
    assert.equal(messages.length, 13);
    assert.equal(world.deliveries.get(id).status, 'given_up');
  });

  it('sends again what crashed on the way, once its lease has ended', async () => {
    const id = add();
    await world.service.store.deliveries.claim({
      channel: CHANNEL,
      now: world.clock.now(),
      leaseUntil: plus(world.clock.now(), 30_000),
      limit: 1,
    });
    assert.deepEqual(await deliver(), []);
    world.clock.jump(30_000);
    await deliver();
    assert.equal(world.deliveries.get(id).status, 'delivered');
    assert.equal(world.deliveries.get(id).attempts, 2);
  });

  it('leaves a delivery alone that was changed while it was under way', async () => {
    const id = add();
    const begun = await deliverDue(world.service, route, 1, NEVER);
    const given = { ...world.deliveries.get(id), attempts: 0, status: 'given_up' } as const;
    world.deliveries.put(given);
    assert.deepEqual(await Promise.all(begun), [null]);
    assert.deepEqual(world.deliveries.get(id), given);
    assert.deepEqual(world.notices.published, []);
  });

  it('keeps the lease where the outcome cannot be stored: the copy that follows is recognisable', async () => {
    const id = add();
    const begun = await deliverDue(world.service, route, 1, NEVER);
    world.deliveries.fail(true);
    assert.deepEqual(await Promise.all(begun), [null]);
    world.deliveries.fail(false);
    assert.equal(world.deliveries.get(id).status, 'pending');
    world.clock.jump(30_000);
    await deliver();
    assert.equal(messages.length, 2);
    assert.equal(messages[0]?.challenge, messages[1]?.challenge);
    assert.equal(world.deliveries.get(id).status, 'delivered');
  });

  it('fails where nothing can be claimed, and tells nobody anything', async () => {
    add();
    world.deliveries.fail(true);
    await assert.rejects(deliver(), { name: 'StoreUnavailable' });
    assert.deepEqual(messages, []);
  });

  it("gives up where the client's data was erased: its key is another now", async () => {
    const stored = decidedChallenge(world.clock.now());
    const { wrapped } = new Vault(SECRET, seededEntropy('new key')).newClientKey();
    const id = add({ ...stored, client: { ...stored.client, wrappedKey: wrapped } });
    await deliver();
    assert.equal(world.deliveries.get(id).status, 'given_up');
    assert.match(world.deliveries.get(id).lastError ?? '', /erased or altered/);
    assert.deepEqual(messages, []);
  });

  it('waits where SECRET_KEY is another one, since the right one may come back', async () => {
    const stored = decidedChallenge(world.clock.now());
    const { wrapped } = new Vault(new Uint8Array(32), seededEntropy('other')).newClientKey();
    const id = add({ ...stored, client: { ...stored.client, wrappedKey: wrapped } });
    await deliver();
    assert.equal(world.deliveries.get(id).status, 'pending');
    assert.match(world.deliveries.get(id).lastError ?? '', /SECRET_KEY/);
  });

  it('waits where the channel has another connector now', async () => {
    const id = add();
    await deliver(1, { ...route, connector: { ...connector, name: 'webhook' } });
    assert.equal(world.deliveries.get(id).status, 'pending');
    assert.match(world.deliveries.get(id).lastError ?? '', /no connector chatfuel any more/);
    assert.deepEqual(messages, []);
  });

  it('tells that a challenge was made and viewed, also after its verdict', async () => {
    const stored = decidedChallenge(world.clock.now());
    const { lifecycle } = stored.challenge;
    const now = world.clock.now();
    world.put(stored, { ...pendingDelivery(stored, now), event: 'created' });
    world.put(stored, { ...pendingDelivery(stored, now), event: 'viewed', createdAt: plus(now, -5000) });
    await deliver();
    assert.deepEqual(
      messages.map(({ event, at }) => [event, at]),
      [
        ['created', lifecycle.createdAt],
        ['viewed', plus(now, -5000)],
      ],
    );
  });

  describe('of a link', () => {
    const LINK = 'https://verify.example.test/AAAAAAAAAAAAAAAAAAAAAA';
    const sending: Route = { channel: CHANNEL, connector: { ...connector, sendsLink: true } };

    const withLink = (verdict?: 'passed') => {
      const now = world.clock.now();
      const stored = decidedChallenge(now, { link: LINK });
      const pending = { ...stored.challenge.lifecycle, status: 'pending', decidedAt: null } as const;
      const challenge = { ...stored.challenge, ...(verdict === undefined ? { lifecycle: pending } : {}) };
      const delivery = {
        ...pendingDelivery(stored, now),
        event: 'created',
        sealedLink: stored.sealedLink,
      } as const;
      world.put({ ...stored, challenge }, delivery);
      return delivery.id;
    };

    it('opens it for a connector that sends it, and forgets it once it is sent', async () => {
      const id = withLink();
      await deliver(1, sending);
      assert.equal(messages[0]?.link, LINK);
      assert.equal(world.deliveries.get(id).status, 'delivered');
      assert.equal(world.deliveries.get(id).sealedLink, null);
    });

    it('sends none that nobody can use any more', async () => {
      const late = withLink();
      world.clock.jump(40_000);
      const decided = withLink('passed');
      await deliver(2, sending);
      for (const id of [late, decided]) {
        assert.equal(world.deliveries.get(id).status, 'given_up');
        assert.match(world.deliveries.get(id).lastError ?? '', /over before its link could be sent/);
      }
      assert.deepEqual(messages, []);
    });

    it('tells of the challenge without it where the connector sends no links', async () => {
      const id = withLink('passed');
      await deliver();
      assert.equal(messages[0]?.link, null);
      assert.equal(world.deliveries.get(id).status, 'delivered');
    });
  });

  it('sends nothing for a challenge without a verdict, and outlives that fault', async () => {
    const stored = decidedChallenge(world.clock.now());
    const lifecycle = { ...stored.challenge.lifecycle, status: 'pending', decidedAt: null } as const;
    const id = add({ ...stored, challenge: { ...stored.challenge, lifecycle } });
    await deliver();
    assert.equal(world.deliveries.get(id).status, 'pending');
    assert.match(world.deliveries.get(id).lastError ?? '', /inside this service/);
    assert.deepEqual(messages, []);
  });

  it('outlives a connector that throws, without showing what it threw', async () => {
    const id = add();
    outcome = new Error('https://api.chatfuel.com/?chatfuel_token=hunter2');
    await deliver();
    assert.equal(world.deliveries.get(id).status, 'pending');
    assert.doesNotMatch(world.deliveries.get(id).lastError ?? '', /hunter2/);
  });

  it('logs ids alone: no client, phone, flow or error of a platform', async () => {
    add(
      decidedChallenge(world.clock.now(), {
        details: { clientId: '5215512345678', phone: '+5215512345678' },
      }),
    );
    outcome = { type: 'refused', error: 'no user 5215512345678' };
    await deliver();
    assert.doesNotMatch(JSON.stringify(world.log.lines), /5215512345678|Balance/);
  });
});
