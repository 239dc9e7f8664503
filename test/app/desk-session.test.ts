import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDLE_MINUTES, LONGEST_HOURS, operatorOf, signIn, signOut } from '../../src/app/desk-session.ts';
import { createKey, EVERY_CHANNEL, type NewKey, revokeKey } from '../../src/app/manage-keys.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { serviceForTests, type TestService } from './service-for-tests.ts';

const MINUTE = 60_000;

const ringOf = ({ store, clock, entropy, build }: TestService) => ({
  keys: store.keys,
  clock,
  entropy,
  build,
});

const newKey = (service: TestService, differences: Partial<NewKey> = {}) =>
  createKey(ringOf(service), {
    scope: 'operator',
    channel: service.channel.id,
    name: 'Ana',
    ...differences,
  });

async function tokenFor(service: TestService, differences: Partial<NewKey> = {}) {
  const { key, record } = await newKey(service, differences);
  const begun = await signIn(service, key);
  assert.ok(begun !== null);
  return { token: begun.token, record };
}

test('an operator’s key begins a session, of its channel or of every one', async (t) => {
  const service = await serviceForTests(t);
  const one = await tokenFor(service);
  assert.deepEqual(await operatorOf(service, one.token), {
    key: one.record.id,
    name: 'Ana',
    scope: service.channel.id,
  });
  const all = await tokenFor(service, { channel: EVERY_CHANNEL });
  assert.equal((await operatorOf(service, all.token))?.scope, null);
});

test('no other key begins one: a bot’s, an unknown one, or one of a channel that is not there', async (t) => {
  const service = await serviceForTests(t);
  const bots = await newKey(service, { scope: 'bot' });
  const elsewhere = await newKey(service, { channel: channelId('gone') });
  for (const key of [bots.key, elsewhere.key, 'csk_unknown', '']) {
    assert.equal(await signIn(service, key), null);
  }
});

test('a session ends when nobody uses it, and in any case after half a day', async (t) => {
  const service = await serviceForTests(t);
  const { token } = await tokenFor(service);
  for (let minutes = 0; minutes < LONGEST_HOURS * 60; minutes += IDLE_MINUTES) {
    assert.notEqual(await operatorOf(service, token), null, `after ${minutes} minutes`);
    service.clock.jump(IDLE_MINUTES * MINUTE);
  }
  assert.notEqual(await operatorOf(service, token), null);
  service.clock.jump(MINUTE);
  assert.equal(await operatorOf(service, token), null);

  const other = await tokenFor(service);
  service.clock.jump(IDLE_MINUTES * MINUTE + 1);
  assert.equal(await operatorOf(service, other.token), null);
});

test('a session ends with its sign-out, and with its key', async (t) => {
  const service = await serviceForTests(t);
  const [one, two] = [await tokenFor(service), await tokenFor(service)];
  await signOut(service, one.token);
  assert.equal(await operatorOf(service, one.token), null);
  assert.notEqual(await operatorOf(service, two.token), null);
  await revokeKey(ringOf(service), two.record.id, 0);
  assert.equal(await operatorOf(service, two.token), null);
});

test('what is no token of ours is nobody’s', async (t) => {
  const service = await serviceForTests(t);
  for (const token of ['', 'x', 'A'.repeat(43), 'ä'.repeat(43)]) {
    assert.equal(await operatorOf(service, token), null);
    await signOut(service, token);
  }
});
