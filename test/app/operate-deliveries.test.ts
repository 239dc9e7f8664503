import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type DeliveryFilter,
  findDelivery,
  giveDeliveriesUp,
  giveDeliveryUp,
  listDeliveries,
  sendDeliveriesAgain,
  sendDeliveryAgain,
} from '../../src/app/operate-deliveries.ts';
import { parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import type { Delivery } from '../../src/domain/delivery/delivery.ts';
import { channelId, makeId } from '../../src/kernel/ids.ts';
import { plus } from '../../src/kernel/instant.ts';
import { answer, create } from './challenge-journey.ts';
import { requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const ALL: DeliveryFilter = { challenge: null, status: null, since: null, until: null };
const OTHER = channelId('other');

/** A verdict's delivery, which nobody sends: the tests have no deliverer. */
async function delivery(service: TestService, clientId: string): Promise<Delivery> {
  const { id, token } = await create(service, requestFor(clientId));
  await answer(service, token, 'right');
  const [made] = await service.store.deliveries.ofChallenges([id]);
  assert.ok(made !== undefined);
  return made;
}

const statusOf = async (service: TestService, { id }: Delivery) =>
  (await service.store.deliveries.find(id))?.status;

test('a delivery is sent again from when it is asked for, and the deliverer is told', async (context) => {
  const service = await serviceForTests(context);
  const made = await delivery(service, 'ana');
  await giveDeliveryUp(service, service.channel.id, made.id);
  service.clock.jump(3_600_000);
  const before = service.notices.published.length;
  const outcome = await sendDeliveryAgain(service, service.channel.id, made.id);
  assert.ok(outcome.type === 'changed');
  assert.partialDeepStrictEqual(outcome.delivery, { status: 'pending', nextAttemptAt: service.clock.now() });
  assert.deepEqual(await service.store.deliveries.find(made.id), outcome.delivery);
  assert.deepEqual(service.notices.published.slice(before), [
    { type: 'due', challenge: made.challenge, channel: service.channel.id },
  ]);
});

test('a delivery that is given up is so in the log, too', async (context) => {
  const service = await serviceForTests(context);
  const made = await delivery(service, 'ana');
  assert.equal((await giveDeliveryUp(service, service.channel.id, made.id)).type, 'changed');
  const entries = await service.store.audit.entries({ challenge: made.challenge, fromIndex: 0, limit: 99 });
  const last = parseLogEntry(entries.at(-1)?.bytes ?? new Uint8Array());
  assert.partialDeepStrictEqual(last, {
    ok: true,
    value: { type: 'delivery.given_up', challenge: made.challenge },
  });
  assert.deepEqual(await giveDeliveryUp(service, service.channel.id, made.id), { type: 'not_pending' });
});

test("another channel's deliveries are not there, and the operator's scope has all", async (context) => {
  const service = await serviceForTests(context);
  const made = await delivery(service, 'ana');
  assert.equal(await findDelivery(service, OTHER, made.id), null);
  assert.deepEqual(await sendDeliveryAgain(service, OTHER, made.id), { type: 'unknown' });
  assert.deepEqual(await giveDeliveryUp(service, OTHER, made.id), { type: 'unknown' });
  assert.equal(await giveDeliveriesUp(service, OTHER, ALL), 0);
  assert.deepEqual((await listDeliveries(service, OTHER, ALL, 10, null)).deliveries, []);
  assert.deepEqual(await findDelivery(service, null, made.id), made);
  const unknown = makeId('delivery', service.clock.now(), new Uint8Array(10));
  assert.equal(await findDelivery(service, null, unknown), null);
});

test('a list has pages, each beginning behind the one before', async (context) => {
  const service = await serviceForTests(context);
  const made: Delivery[] = [];
  for (const client of ['ana', 'ben', 'cleo']) made.push(await delivery(service, client));
  const ids = made.map(({ id }) => id).toReversed();
  const first = await listDeliveries(service, null, ALL, 2, null);
  assert.deepEqual(
    first.deliveries.map(({ id }) => id),
    ids.slice(0, 2),
  );
  const second = await listDeliveries(service, null, ALL, 2, first.next);
  assert.deepEqual(
    second.deliveries.map(({ id }) => id),
    ids.slice(2),
  );
  assert.equal(second.next, null);
});

test('a range is given up and sent again, and what lies outside it is left alone', async (context) => {
  const service = await serviceForTests(context);
  const made: Delivery[] = [];
  for (const client of ['ana', 'ben', 'cleo', 'dan']) {
    made.push(await delivery(service, client));
    service.clock.jump(60_000);
  }
  const [first, second, third] = made;
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  const range = { ...ALL, since: second.createdAt, until: plus(third.createdAt, 1) };
  assert.equal(await giveDeliveriesUp(service, service.channel.id, range), 2);
  const statuses = () => Promise.all(made.map((each) => statusOf(service, each)));
  assert.deepEqual(await statuses(), ['pending', 'given_up', 'given_up', 'pending']);
  assert.equal(await sendDeliveriesAgain(service, service.channel.id, { ...ALL, status: 'given_up' }), 2);
  assert.deepEqual(await statuses(), ['pending', 'pending', 'pending', 'pending']);
  assert.equal(await sendDeliveriesAgain(service, service.channel.id, { ...ALL, status: 'given_up' }), 0);
});

test('a range of more than a page is operated whole', async (context) => {
  const service = await serviceForTests(context);
  await Promise.all(Array.from({ length: 230 }, (_, nth) => delivery(service, `client ${nth}`)));
  assert.equal(await giveDeliveriesUp(service, null, ALL), 230);
  assert.equal(await sendDeliveriesAgain(service, null, { ...ALL, status: 'given_up' }), 230);
});

test('what a deliverer changes at the same moment is looked at again', async (context) => {
  const service = await serviceForTests(context);
  const made = await delivery(service, 'ana');
  const { deliveries } = service.store;
  const { find } = deliveries;
  let raced = false;
  deliveries.find = async (id) => {
    const found = await find(id);
    if (!raced && found !== null) {
      raced = true;
      const now = service.clock.now();
      await deliveries.claim({ channel: made.channel, now, leaseUntil: plus(now, 30_000), limit: 1 });
    }
    return found;
  };
  const outcome = await giveDeliveryUp(service, null, made.id);
  assert.ok(outcome.type === 'changed');
  assert.equal(outcome.delivery.attempts, 1);
});
