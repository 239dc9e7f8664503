import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptLog } from '../../src/app/accept-log.ts';
import { addSigningKey } from '../../src/app/add-signing-key.ts';
import { retentionSweep } from '../../src/app/apply-retention.ts';
import { consultBlocked } from '../../src/app/consult-blocked.ts';
import { deliverDue } from '../../src/app/deliver-due.ts';
import { eraseClient } from '../../src/app/erase-client.ts';
import { createKey, revokeKey } from '../../src/app/manage-keys.ts';
import { beginVault, openVault } from '../../src/app/open-vault.ts';
import { giveDeliveryUp } from '../../src/app/operate-deliveries.ts';
import type { Connector } from '../../src/app/ports.ts';
import { rotateSecret } from '../../src/app/rotate-secret.ts';
import { unlockClient } from '../../src/app/unlock-client.ts';
import { verifyLog } from '../../src/app/verify-log.ts';
import { en } from '../../src/cli/evidence/en.ts';
import { forgetfulCheckpoint } from '../../src/system/checkpoint-file.ts';
import { loggedEntries } from '../fakes/logged-entries.ts';
import { begunLog, ORIGIN } from './begun-log.ts';
import { answer, create } from './challenge-journey.ts';
import { answeredChallenge } from './evidence-journey.ts';
import { requestFor, serviceForTests } from './service-for-tests.ts';

const DAY = 86_400_000;
const [OLD, NEW] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

const takesEverything: Connector = {
  name: 'chatfuel',
  events: new Set(['passed', 'failed', 'expired']),
  sendsLink: false,
  requestsPerSecond: null,
  send: async () => ({ type: 'accepted' }),
};

test('each kind of entry is written by what it is about, and a log with all of them holds', async (context) => {
  const begun = await serviceForTests(context, { policy: { attempts: 2 } });
  const { channel, clock, store, entropy } = begun;
  const service = {
    ...begun,
    vault: await beginVault(store.secrets, { current: OLD, previous: null }, entropy),
  };
  const log = await begunLog(service);
  const ring = { ...service, keys: store.keys };
  const { record } = await createKey(ring, { scope: 'bot', channel: channel.id, name: 'bot' });
  await revokeKey(ring, record.id, 0);

  const told = await answeredChallenge(service);
  const attempts = await deliverDue(
    service,
    { channel: channel.id, connector: takesEverything },
    10,
    new AbortController().signal,
  );
  await Promise.all(attempts);
  const untold = await answeredChallenge(service, 'right', 'untold');
  const [delivery] = await store.deliveries.ofChallenges([untold]);
  assert.ok(delivery !== undefined);
  await giveDeliveryUp(service, null, delivery.id);

  for (const wrongAnswers of [2, 1]) {
    const { token } = await create(service, requestFor('locked'));
    for (let given = 0; given < wrongAnswers; given++) await answer(service, token, 'wrong');
  }
  await unlockClient(service, { id: channel.id, policy: channel.policy }, 'locked');

  await answeredChallenge(service, 'right', 'blocked');
  await eraseClient(service, channel.id, 'blocked', 30);
  await consultBlocked(service, channel.id, 'blocked', 'A court asked for it.');
  await answeredChallenge(service, 'right', 'erased');
  await eraseClient(service, channel.id, 'erased', 0);
  clock.jump(5 * DAY);
  await retentionSweep(service, { views: 1, challenges: 1000, evidence: 1000, blocked: 30 })();

  await addSigningKey(service, 1);
  await log.sign();
  const vault = await beginVault(store.secrets, { current: NEW, previous: OLD }, entropy);
  await rotateSecret({ ...service, vault }, () => undefined);
  const renewed = {
    ...service,
    vault: await openVault(store.secrets, { current: NEW, previous: null }, entropy),
  };
  const lost = forgetfulCheckpoint();
  const nothing = { stampHolds: () => false, progress: () => undefined };
  const accepted = await acceptLog(renewed, lost, {
    newOrigin: `${ORIGIN}0`,
    replacesOthers: false,
    verification: nothing,
  });
  assert.equal(accepted.type, 'accepted');

  const written = new Set((await loggedEntries(store.audit)).map(({ type }) => type));
  assert.deepEqual([...written].sort(), Object.keys(en.event).sort());
  const whole = await verifyLog(renewed, { ...nothing, outside: lost, from: null });
  assert.ok(whole.ok, JSON.stringify(whole));
  assert.ok(whole.value.erased > 0 && whole.value.kept > 0);
  assert.ok((await loggedEntries(store.audit, told)).some(({ type }) => type === 'delivery.delivered'));
});
