import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { showClient } from '../../src/app/show-client.ts';
import { parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import { begunLog } from './begun-log.ts';
import { create, formFor } from './challenge-journey.ts';
import { answeredChallenge, disclosedIn, VISITOR } from './evidence-journey.ts';
import { applyRetentionOnce } from './retention-journey.ts';
import { requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const DAY = 86_400_000;
const NOTHING = { views: 0, challenges: 0, evidence: 0, blocked: 0, clients: 0 };
const SHORT = { views: 2, challenges: 7, evidence: 10 };

/** Which entries of a challenge still have what they commit to, by their types. */
async function disclosed(service: TestService, challenge: ChallengeId): Promise<readonly string[]> {
  const stored = await service.store.audit.entries({ challenge, fromIndex: 0, limit: 100 });
  return stored.flatMap(({ bytes, sealedDisclosures }) => {
    const parsed = parseLogEntry(bytes);
    assert(parsed.ok);
    return sealedDisclosures === null ? [] : [parsed.value.type];
  });
}

/** Whatever was told; else a challenge waits for its deliveries. */
async function settleDeliveries({ store, clock, channel }: TestService): Promise<void> {
  const due = { channel: channel.id, now: clock.now(), leaseUntil: clock.now(), limit: 100 };
  for (const { delivery } of await store.deliveries.claim(due)) {
    await store.deliveries.settle({ ...delivery, status: 'delivered', deliveredAt: clock.now() }, null);
  }
}

test('what is due goes class by class: who opened a link, then the challenge, then its evidence and its client', async (context) => {
  const service = await serviceForTests(context);
  await begunLog(service);
  const id = await answeredChallenge(service);
  await settleDeliveries(service);
  assert.deepEqual(await applyRetentionOnce(service, SHORT), NOTHING);

  service.clock.jump(2 * DAY + 1);
  assert.deepEqual(await applyRetentionOnce(service, SHORT), { ...NOTHING, views: 2 });
  assert.deepEqual(await disclosed(service, id), ['challenge.created', 'challenge.decided']);
  assert.equal((await readChallenge(service, service.channel, id))?.status, 'passed');

  service.clock.jump(5 * DAY);
  assert.deepEqual(await applyRetentionOnce(service, SHORT), { ...NOTHING, challenges: 1 });
  assert.equal(await readChallenge(service, service.channel, id), null);
  assert.notEqual(await disclosedIn(service, id), 0);
  assert.deepEqual(await disclosed(service, id), ['challenge.created', 'challenge.decided']);
  assert.notEqual(await showClient(service, service.channel, 'canary-client'), null);

  service.clock.jump(3 * DAY);
  assert.deepEqual(await applyRetentionOnce(service, SHORT), { ...NOTHING, evidence: 1, clients: 1 });
  assert.deepEqual(await disclosed(service, id), []);
  assert.equal(await showClient(service, service.channel, 'canary-client'), null);
  assert.deepEqual(await applyRetentionOnce(service, SHORT), NOTHING);
});

test('the log says what was erased of which challenge, and stays signed as it grows', async (context) => {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  const id = await answeredChallenge(service);
  await settleDeliveries(service);
  assert.equal((await log.sign()).type, 'signed');
  service.clock.jump(11 * DAY);
  await applyRetentionOnce(service, SHORT);
  assert.equal((await log.sign()).type, 'signed');
  const stored = await service.store.audit.entries({ challenge: id, fromIndex: 0, limit: 100 });
  const types = stored.map(({ bytes }) => {
    const parsed = parseLogEntry(bytes);
    return parsed.ok ? parsed.value.type : null;
  });
  assert.equal(types.at(-1), 'evidence.erased');
});

test('what is pending, or not told yet, is not taken away; nor is a client whose wrong answers still count', async (context) => {
  const service = await serviceForTests(context);
  await begunLog(service);
  const pending = await create(service, requestFor('pending'));
  const untold = await answeredChallenge(service, 'right', 'untold');
  const wrong = await create(service, requestFor('wrong'));
  await answerChallenge(service, wrong.token, await formFor(service, wrong.token, 'wrong'), VISITOR);
  service.clock.jump(1000 * DAY);
  const removed = await applyRetentionOnce(service);
  assert.equal(removed.challenges, 0);
  assert.notEqual(await readChallenge(service, service.channel, pending.id), null);
  assert.notEqual(await readChallenge(service, service.channel, untold), null);
  await settleDeliveries(service);
  assert.equal((await applyRetentionOnce(service)).evidence, 2);
  assert.equal((await showClient(service, service.channel, 'wrong'))?.consecutiveFailures, 1);
  assert.equal(await showClient(service, service.channel, 'untold'), null);
});
