import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { consultBlocked, reasonDigest } from '../../src/app/consult-blocked.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { eraseClient } from '../../src/app/erase-client.ts';
import { evidenceReport } from '../../src/app/evidence-report.ts';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { showClient } from '../../src/app/show-client.ts';
import { unlockClient } from '../../src/app/unlock-client.ts';
import { type LogEntry, parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import { verifyBundle } from '../../src/domain/audit/verify-bundle.ts';
import type { ChallengeId } from '../../src/kernel/ids.ts';
import { begunLog } from './begun-log.ts';
import { create, formFor } from './challenge-journey.ts';
import { answeredChallenge, bundleOf, disclosedIn, VISITOR } from './evidence-journey.ts';
import { applyRetentionOnce } from './retention-journey.ts';
import { requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const ONE = '+52 1 55 1234 5678';
const ALIAS = '525512345678';
const DAY = 86_400_000;

async function begun(context: TestContext): Promise<TestService> {
  const service = await serviceForTests(context);
  await begunLog(service);
  return service;
}

async function entriesOf(service: TestService, challenge: ChallengeId | null): Promise<readonly LogEntry[]> {
  const stored = await service.store.audit.entries({ challenge, fromIndex: 0, limit: 1000 });
  return stored.map(({ bytes }) => {
    const parsed = parseLogEntry(bytes);
    assert(parsed.ok);
    return parsed.value;
  });
}

const typesOf = async (service: TestService, challenge: ChallengeId) =>
  (await entriesOf(service, challenge)).map(({ type }) => type);

async function failThrice(service: TestService, clientId: string): Promise<void> {
  for (let failures = 0; failures < 3; failures++) {
    const { token } = await create(service, requestFor(clientId));
    await answerChallenge(service, token, await formFor(service, token, 'wrong'), VISITOR);
  }
}

test('an erased client is one that was never seen, under any of its spellings; the log says so and keeps its entries', async (context) => {
  const service = await begun(context);
  const { channel, store } = service;
  const ids = [
    await answeredChallenge(service, 'right', ONE),
    await answeredChallenge(service, 'right', ALIAS),
  ];
  const others = await answeredChallenge(service, 'right', 'somebody else');
  const before = await entriesOf(service, ids[0] ?? others);
  service.clock.jump(DAY);

  const outcome = await eraseClient(service, channel.id, ALIAS, 0);
  assert.deepEqual(outcome, { state: 'erased', until: null, challenges: 2, isRemembered: false });
  for (const id of ids) {
    assert.equal(await readChallenge(service, channel, id), null);
    const stored = await store.audit.entries({ challenge: id, fromIndex: 0, limit: 100 });
    assert.ok(stored.every(({ sealedDisclosures }) => sealedDisclosures === null));
    assert.equal((await typesOf(service, id)).at(-1), 'evidence.erased');
    assert.equal(await disclosedIn(service, id), 0);
  }
  assert.deepEqual((await entriesOf(service, ids[0] ?? others)).slice(0, before.length), before);
  assert.equal(await showClient(service, channel, ONE), null);
  assert.notEqual(await readChallenge(service, channel, others), null);
  assert.notEqual(await disclosedIn(service, others), 0);
});

test('to erase again changes nothing, and of nobody it is said that nothing is left', async (context) => {
  const service = await begun(context);
  await answeredChallenge(service, 'right', ONE);
  service.clock.jump(DAY);
  await eraseClient(service, service.channel.id, ONE, 0);
  const size = await service.store.audit.size();
  const nothing = { state: 'erased', until: null, challenges: 0, isRemembered: false };
  assert.deepEqual(await eraseClient(service, service.channel.id, ONE, 0), nothing);
  assert.deepEqual(await eraseClient(service, service.channel.id, 'nobody', 0), nothing);
  assert.equal(await service.store.audit.size(), size);
});

test('a link that is live is canceled first, and what was not told yet is given up', async (context) => {
  const service = await begun(context);
  const failed = await answeredChallenge(service, 'wrong', ONE);
  const { id, token } = await create(service, requestFor(ONE));
  await eraseClient(service, service.channel.id, ONE, 0);
  const live = await entriesOf(service, id);
  assert.deepEqual(
    live.map(({ type, outcome }) => [type, outcome]),
    [
      ['challenge.created', null],
      ['challenge.decided', 'canceled'],
      ['evidence.erased', null],
    ],
  );
  assert.deepEqual((await typesOf(service, failed)).slice(-2), ['delivery.given_up', 'evidence.erased']);
  assert.deepEqual(await answerChallenge(service, token, new Map(), VISITOR), { type: 'unknown' });
});

test('to be erased lifts no lock, gives back no option and no budget, and forgets everything else', async (context) => {
  const service = await begun(context);
  const { channel } = service;
  await failThrice(service, ONE);
  const locked = await showClient(service, channel, ONE);
  assert.equal(locked?.state, 'locked');
  const outcome = await eraseClient(service, channel.id, ALIAS, 0);
  assert.equal(outcome.isRemembered, true);
  assert.deepEqual(await showClient(service, channel, ONE), { ...locked, clientId: ONE });
  assert.equal((await createChallenge(service, channel, requestFor(ONE))).type, 'locked');
  assert.equal((await eraseClient(service, channel.id, ONE, 0)).isRemembered, true);

  // An operator may lift it: then nothing is left to remember, once the budget's window is over.
  await unlockClient(service, channel, ONE);
  service.clock.jump(DAY);
  assert.equal((await eraseClient(service, channel.id, ONE, 0)).isRemembered, false);
  assert.equal(await showClient(service, channel, ONE), null);
});

test('who comes back after being erased is verified as anybody else', async (context) => {
  const service = await begun(context);
  await failThrice(service, ONE);
  await eraseClient(service, service.channel.id, ONE, 0);
  service.clock.jump(DAY);
  await unlockClient(service, service.channel, ONE);
  const id = await answeredChallenge(service, 'right', ONE);
  assert.notEqual(await disclosedIn(service, id), 0);
  assert.equal((await readChallenge(service, service.channel, id))?.status, 'passed');
});

test('what is blocked is out of reach until its days are over, but of an officer who says why, which is logged', async (context) => {
  const service = await begun(context);
  const { channel } = service;
  const id = await answeredChallenge(service, 'right', ONE);
  const outcome = await eraseClient(service, channel.id, ONE, 30);
  const until = service.clock.now() + 30 * DAY;
  assert.deepEqual(outcome, { state: 'blocked', until, challenges: 1, isRemembered: true });
  assert.equal((await typesOf(service, id)).at(-1), 'evidence.blocked');
  assert.equal(await readChallenge(service, channel, id), null);
  assert.equal(await disclosedIn(service, id), 0);
  const verified = verifyBundle(await bundleOf(service, id), null);
  assert(verified.ok);
  assert.deepEqual(evidenceReport(verified.value).request('phone'), { type: 'blocked' });
  assert.deepEqual(await eraseClient(service, channel.id, ONE, 30), { ...outcome, challenges: 0 });

  const [shown, ...more] = await consultBlocked(service, channel.id, ALIAS, 'case 17');
  assert.equal(more.length, 0);
  assert.equal(shown?.id, id);
  const fields = shown?.entries.map((entry) => entry.fields?.client_id ?? null);
  assert.ok(fields?.includes(ONE));
  const last = (await entriesOf(service, id)).at(-1);
  assert.deepEqual([last?.type, last?.subject], ['evidence.consulted', reasonDigest('case 17')]);
  assert.deepEqual(await consultBlocked(service, channel.id, 'nobody', 'case 17'), []);

  service.clock.jump(30 * DAY - 1);
  assert.equal((await applyRetentionOnce(service)).blocked, 0);
  service.clock.jump(1);
  assert.equal((await applyRetentionOnce(service)).blocked, 1);
  assert.equal((await typesOf(service, id)).at(-1), 'evidence.erased');
  assert.deepEqual(await consultBlocked(service, channel.id, ONE, 'case 17'), []);
});
