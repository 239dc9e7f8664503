import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelChallenge } from '../../src/app/cancel-challenge.ts';
import { createChallenge } from '../../src/app/create-challenge.ts';
import { listChallenges } from '../../src/app/list-challenges.ts';
import { readChallenge } from '../../src/app/read-challenge.ts';
import { viewChallenge } from '../../src/app/view-challenge.ts';
import type { Policy } from '../../src/domain/policy/policy.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { choiceOf } from '../fakes/choice.ts';
import { answer, create, tokenOf } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const ask = (service: TestService, clientId: string) =>
  createChallenge(service, service.channel, requestFor(clientId));

test('a link is the public URL, a slash and at least 128 random bits', async (context) => {
  const service = await serviceForTests(context);
  const { url } = await create(service, requestFor('ana'));
  assert.match(url ?? '', /^https:\/\/verify\.example\.test\/[A-Za-z0-9_-]{27}$/);
});

test('a new challenge cancels the one before of the same client, however its id is spelled', async (context) => {
  const service = await serviceForTests(context);
  const first = await create(service, requestFor('+52 1 55 1234 5678'));
  const second = await create(service, requestFor('5215512345678'));
  assert.equal((await readChallenge(service, service.channel, first.id))?.status, 'canceled');
  assert.equal((await readChallenge(service, service.channel, second.id))?.status, 'pending');
  const gone = await viewChallenge(service, first.token, NOBODY, false);
  assert.ok(gone.type === 'gone');
  assert.equal(gone.view.verdict, 'canceled');
});

test('until one is answered, further challenges show the same candidates', async (context) => {
  const service = await serviceForTests(context);
  const shown = async () => {
    const { token } = await create(service, requestFor('ana'));
    const outcome = await viewChallenge(service, token, NOBODY, false);
    assert.ok(outcome.type === 'pending');
    return outcome.view.questions
      .map(choiceOf)
      .map(({ kind, options }) => [kind, options.map(({ content }) => JSON.stringify(content)).sort()]);
  };
  const first = await shown();
  for (let again = 0; again < 5; again++) assert.deepEqual(await shown(), first);
});

test('an eleventh challenge within ten minutes is refused with how long to wait', async (context) => {
  const service = await serviceForTests(context);
  for (let count = 0; count < 10; count++) await create(service, requestFor('ana'));
  assert.deepEqual(await ask(service, 'ana'), { type: 'asked_too_often', retryAfterSeconds: 600 });
  assert.equal((await ask(service, 'ben')).type, 'created');
  service.clock.jump(600_000);
  assert.equal((await ask(service, 'ana')).type, 'created');
});

test('of sixteen requests at once for one client, ten are admitted and one link is live', async (context) => {
  const service = await serviceForTests(context);
  const outcomes = await Promise.all(Array.from({ length: 16 }, () => ask(service, 'ana')));
  assert.equal(outcomes.filter(({ type }) => type === 'created').length, 10);
  const page = await listChallenges(service, service.channel, {
    clientId: 'ana',
    status: 'pending',
    limit: 100,
    cursor: null,
  });
  assert.ok(page.type === 'page');
  assert.equal(page.challenges.length, 1);
});

test('a locked-out client is refused, and told when to come back', async (context) => {
  const service = await serviceForTests(context);
  for (let count = 0; count < 3; count++) {
    await answer(service, (await create(service, requestFor('ana'))).token, 'wrong');
  }
  assert.deepEqual(await ask(service, 'ana'), { type: 'locked', retryAfterSeconds: 900 });
});

test('the same idempotency key and request get the first answer again, another request is refused', async (context) => {
  const service = await serviceForTests(context);
  const idempotency = { key: 'k-1', requestHash: sha256('body') };
  const send = (requestHash = idempotency.requestHash) =>
    createChallenge(
      service,
      service.channel,
      requestFor('ana', { idempotency: { key: 'k-1', requestHash } }),
    );
  const first = await send();
  const again = await send();
  assert.ok(first.type === 'created' && again.type === 'created');
  assert.deepEqual(again.challenge, first.challenge);
  assert.deepEqual([first.replayed, again.replayed], [false, true]);
  assert.deepEqual(await send(sha256('other body')), { type: 'idempotency_key_reused' });
});

test('a key whose time is over works anew once its record was removed, and is no fault until then', async (context) => {
  const service = await serviceForTests(context);
  const request = requestFor('ana', { idempotency: { key: 'k-1', requestHash: sha256('body') } });
  const first = await createChallenge(service, service.channel, request);
  service.clock.jump(73 * 60 * 60 * 1000);
  const kept = await createChallenge(service, service.channel, request);
  assert.equal(await service.store.challenges.forgetIdempotent(service.clock.now()), 1);
  const anew = await createChallenge(service, service.channel, request);
  assert.ok(first.type === 'created' && kept.type === 'created' && anew.type === 'created');
  assert.deepEqual([first.replayed, kept.replayed, anew.replayed], [false, true, false]);
});

test('of two identical requests at once, one is made and the other is told to wait', async (context) => {
  const service = await serviceForTests(context);
  const request = requestFor('ana', { idempotency: { key: 'k-1', requestHash: sha256('body') } });
  const outcomes = await Promise.all([
    createChallenge(service, service.channel, request),
    createChallenge(service, service.channel, request),
  ]);
  assert.deepEqual(
    outcomes.map(({ type }) => type),
    ['created', 'idempotency_in_flight'],
  );
});

test('a request without the fact its policy asks about is told which one', async (context) => {
  const service = await serviceForTests(context);
  const outcome = await createChallenge(service, service.channel, requestFor('ana', { facts: [] }));
  assert.deepEqual(outcome, { type: 'facts_missing', needed: 1, anyOf: ['date_of_birth'], unusable: [] });
});

test('a policy that nobody set up is refused', async (context) => {
  const service = await serviceForTests(context);
  const outcome = await createChallenge(service, service.channel, requestFor('ana', { policy: 'lax' }));
  assert.deepEqual(outcome, { type: 'unknown_policy' });
});

test('a request that names no policy is held to that of its flow, and else to that of its channel', async (context) => {
  const made = await serviceForTests(context);
  const transfers: Policy = {
    ...made.channel.policy,
    name: 'transfers',
    flows: ['Transfer'],
    ttlSeconds: 33,
  };
  const quick: Policy = { ...made.channel.policy, name: 'quick', ttlSeconds: 44 };
  const policies = [made.channel.policy, transfers, quick].map((policy) => [policy.name, policy] as const);
  const service = { ...made, policies: new Map(policies) };
  const seconds = async (flow: string | null, policy: string | null) => {
    const { createdAt, expiresAt } = await create(service, requestFor('ana', { flow, policy }));
    return (expiresAt - createdAt) / 1000;
  };
  assert.equal(await seconds('Transfer', null), 33);
  assert.equal(await seconds('Transfer', 'quick'), 44);
  assert.equal(await seconds('Balance', null), 60);
  assert.equal(await seconds(null, null), 60);
});

test('a canceled link is dead, and canceling again tells that there is a verdict', async (context) => {
  const service = await serviceForTests(context);
  const { id, token } = await create(service, requestFor('ana'));
  assert.equal((await cancelChallenge(service, service.channel, id)).type, 'canceled');
  assert.equal((await cancelChallenge(service, service.channel, id)).type, 'already_decided');
  assert.equal((await viewChallenge(service, token, NOBODY, false)).type, 'gone');
  assert.deepEqual(await service.store.deliveries.ofChallenges([id]), []);
});

test('canceling after the deadline finds the challenge expired', async (context) => {
  const service = await serviceForTests(context);
  const { id } = await create(service, requestFor('ana'));
  service.clock.jump(60_000);
  const outcome = await cancelChallenge(service, service.channel, id);
  assert.ok(outcome.type === 'already_decided');
  assert.equal(outcome.challenge.status, 'expired');
});

test("a channel cannot see or cancel another channel's challenge", async (context) => {
  const service = await serviceForTests(context);
  const { id } = await create(service, requestFor('ana'));
  const other = { ...service.channel, id: 'other' as typeof service.channel.id };
  assert.equal(await readChallenge(service, other, id), null);
  assert.deepEqual(await cancelChallenge(service, other, id), { type: 'unknown' });
  assert.equal((await readChallenge(service, service.channel, id))?.status, 'pending');
});

test('a list pages through all challenges once, newest first', async (context) => {
  const service = await serviceForTests(context);
  const made: string[] = [];
  for (let count = 0; count < 7; count++) {
    made.unshift((await create(service, requestFor(`client ${count}`))).id);
    service.clock.jump(1);
  }
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listChallenges>> = await listChallenges(service, service.channel, {
      clientId: null,
      status: null,
      limit: 3,
      cursor,
    });
    assert.ok(page.type === 'page');
    seen.push(...page.challenges.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  assert.deepEqual(seen, made);
});

test('the answer that made a challenge is the only one that holds its link', async (context) => {
  const service = await serviceForTests(context);
  const view = await create(service, requestFor('ana'));
  assert.notEqual(tokenOf(view), '');
  assert.equal((await readChallenge(service, service.channel, view.id))?.url, null);
});
