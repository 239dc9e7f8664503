import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelChallenge } from '../../src/app/cancel-challenge.ts';
import type { Channel } from '../../src/app/channel.ts';
import { expireChallenges } from '../../src/app/expire-challenges.ts';
import { keyOf, openLink } from '../../src/app/sealed.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import { DELIVERY_EVENTS } from '../../src/domain/delivery/delivery.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import { answer, create } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const ALL: Partial<Channel> = { connector: 'webhook', tells: new Set(DELIVERY_EVENTS) };

const told = async (service: TestService, ...ids: readonly ChallengeId[]) =>
  (await service.store.deliveries.ofChallenges(ids)).map(({ connector, event }) => `${connector} ${event}`);

/** Views are noted beside the answer to the person: gives them the time that takes. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('a channel that tells all is told the whole life of a challenge, each part once', async (context) => {
  const service = await serviceForTests(context, { channel: ALL });
  const { id, token } = await create(service, requestFor('ana'));
  for (let count = 0; count < 3; count++) {
    await viewChallenge(service, token, NOBODY, true);
    await viewChallenge(service, token, NOBODY, false);
    await settled();
  }
  await answer(service, token, 'right');
  assert.deepEqual(await told(service, id), ['webhook created', 'webhook viewed', 'webhook passed']);
});

test('every way in which a challenge ends is told by its name', async (context) => {
  const service = await serviceForTests(context, { channel: ALL });
  const failed = await create(service, requestFor('ana'));
  await answer(service, failed.token, 'wrong');
  const canceled = await create(service, requestFor('ben'));
  await cancelChallenge(service, service.channel, canceled.id);
  const superseded = await create(service, requestFor('cleo'));
  const expired = await create(service, requestFor('cleo'));
  service.clock.jump(60_000);
  await expireChallenges(service);
  const ends = await told(service, failed.id, canceled.id, superseded.id, expired.id);
  assert.deepEqual(
    ends.filter((line) => line !== 'webhook created'),
    ['webhook failed', 'webhook canceled', 'webhook canceled', 'webhook expired'],
  );
});

test('a channel is told only what it is to be told, and one without a connector nothing', async (context) => {
  for (const channel of [
    { ...ALL, tells: new Set(['passed'] as const) },
    { ...ALL, connector: null },
  ]) {
    const service = await serviceForTests(context, { channel });
    const { id, token } = await create(service, requestFor('ana'));
    await viewChallenge(service, token, NOBODY, false);
    await settled();
    await answer(service, token, 'right');
    assert.deepEqual(await told(service, id), channel.connector === null ? [] : ['webhook passed']);
  }
});

test('the deliverer hears at once of what it is to tell before the verdict', async (context) => {
  const service = await serviceForTests(context, { channel: ALL });
  const { id, token } = await create(service, requestFor('ana'));
  const due = { type: 'due', challenge: id, channel: service.channel.id };
  assert.deepEqual(service.notices.published, [due]);
  await viewChallenge(service, token, NOBODY, false);
  await settled();
  assert.deepEqual(service.notices.published, [due, due]);
});

test('a link waits sealed where the channel sends it, and nowhere else', async (context) => {
  for (const sendsLink of [true, false]) {
    const service = await serviceForTests(context, { channel: { ...ALL, sendsLink } });
    const { id, url, token } = await create(service, requestFor('ana'));
    const stored = await service.store.challenges.byId(id);
    assert.ok(stored !== null);
    const [created] = await service.store.deliveries.ofChallenges([id]);
    const sealed = created?.sealedLink ?? null;
    const key = keyOf(service.vault, stored.client);
    assert.equal(sealed === null ? null : openLink(service.vault, key, id, sealed), sendsLink ? url : null);

    await answer(service, token, 'right');
    const left = await service.store.deliveries.ofChallenges([id]);
    assert.ok(left.every(({ sealedLink }) => sealedLink === null));
  }
});
