import assert from 'node:assert/strict';
import { addSigningKey } from '../../src/app/add-signing-key.ts';
import { cancelChallenge } from '../../src/app/cancel-challenge.ts';
import { denyChallenge } from '../../src/app/deny-challenge.ts';
import { challengeEntry, deliveryEntry } from '../../src/app/log-drafts.ts';
import { createKey } from '../../src/app/manage-keys.ts';
import { unlockClient } from '../../src/app/unlock-client.ts';
import type { BegunLog } from './begun-log.ts';
import { answer, create } from './challenge-journey.ts';
import { answeredChallenge } from './evidence-journey.ts';
import { NOBODY, requestFor, type TestService } from './service-for-tests.ts';

/** Writes to a begun log everything that a service writes to one, and signs it now and then. */
export async function fillLog(service: TestService, log: BegunLog): Promise<void> {
  const { channel, store, clock } = service;
  await createKey({ ...service, keys: store.keys }, { scope: 'bot', channel: channel.id, name: 'bot' });
  const passed = await answeredChallenge(service);
  await log.sign();
  const [delivery] = await store.deliveries.ofChallenges([passed]);
  assert.ok(delivery !== undefined);
  const deliveredAt = clock.now();
  const delivered = { ...delivery, status: 'delivered', deliveredAt } as const;
  await store.deliveries.override(delivery, delivered, deliveryEntry(service, delivered, deliveredAt));
  const canceled = await create(service, requestFor('canceled'));
  await cancelChallenge(service, channel, canceled.id);
  await addSigningKey(service, 1);
  await log.sign();
  const denied = await create(service, requestFor('denied'));
  await denyChallenge(service, denied.token, NOBODY);
  for (let failures = 0; failures < channel.policy.lockout.after; failures++) {
    const wrong = await create(service, requestFor('locked'));
    await answer(service, wrong.token, 'wrong');
  }
  await unlockClient(service, { id: channel.id, policy: channel.policy }, 'locked');
  await log.sign();
  const erased = await answeredChallenge(service, 'right', 'erased');
  await store.privacy.retire([erased]);
  const entry = challengeEntry(service, 'evidence.erased', { id: erased, channel: channel.id }, clock.now());
  await store.privacy.erase([{ challenge: erased, entry }]);
  const retired = await answeredChallenge(service, 'right', 'retired');
  await store.privacy.retire([retired]);
  await create(service, requestFor('pending'));
  await log.sign();
}
