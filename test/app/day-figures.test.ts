import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayFigures } from '../../src/app/day-figures.ts';
import { hoursOfDay } from '../../src/app/hours-of-day.ts';
import { tryPolicy } from '../../src/app/try-policy.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { create } from './challenge-journey.ts';
import { answeredChallenge } from './evidence-journey.ts';
import { requestFor, serviceForTests, type TestService } from './service-for-tests.ts';

const today = (service: TestService) =>
  dayFigures(service, [service.channel.id], hoursOfDay(service.clock.now(), 'UTC'));

test('figures of a day: how challenges stand, by the hour, and how long an answer takes', async (t) => {
  const service = await serviceForTests(t);
  await answeredChallenge(service, 'right', 'one');
  await answeredChallenge(service, 'wrong', 'two');
  await create(service, requestFor('three'));
  const figures = await today(service);
  assert.equal(figures.asked, 3);
  assert.deepEqual(figures.counts, { pending: 1, passed: 1, failed: 1, expired: 0, canceled: 0 });
  assert.equal(figures.denied, 0);
  assert.deepEqual(figures.answer, { median: 9000, p95: 9000, of: 2 });
  assert.equal(figures.hours.length, 24);
  const busy = figures.hours.filter(({ counts }) => counts.passed + counts.failed + counts.pending > 0);
  assert.deepEqual(
    busy.map(({ at, counts }) => [new Date(at).getUTCHours(), counts.passed]),
    [[9, 1]],
  );
});

test('a day on which nothing happened has figures too', async (t) => {
  const figures = await today(await serviceForTests(t));
  assert.equal(figures.asked, 0);
  assert.equal(figures.answer, null);
});

test('what an operator tries out is in no figure', async (t) => {
  const service = await serviceForTests(t);
  const operator = { key: makeId('key', service.clock.now(), new Uint8Array(10)), name: 'Ana', scope: null };
  const { facts } = requestFor('nobody');
  const outcome = await tryPolicy(service, service.channel, operator, {
    policy: 'default',
    locale: null,
    facts,
  });
  assert.equal(outcome.type, 'created');
  assert.equal((await today(service)).asked, 0);
});
