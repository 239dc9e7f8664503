import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eraseClient } from '../../src/app/erase-client.ts';
import { showTimeline } from '../../src/app/show-timeline.ts';
import { channelId } from '../../src/kernel/ids.ts';
import { answeredChallenge } from './evidence-journey.ts';
import { serviceForTests } from './service-for-tests.ts';

const EVERYTHING = { scope: null };

test('a timeline has each step with its time, and each question with whether it was met', async (t) => {
  const service = await serviceForTests(t);
  const id = await answeredChallenge(service, 'wrong');
  const timeline = await showTimeline(service, EVERYTHING, id);
  assert.ok(timeline !== null);
  assert.equal(timeline.status, 'failed');
  assert.equal(timeline.reason, 'answered');
  assert.equal(timeline.asked?.clientId, 'canary-client');
  assert.equal(timeline.asked?.maskedPhone, '+52 ** **** 5678');
  assert.deepEqual(
    timeline.steps.map(({ type, outcome }) => [type, outcome]),
    [
      ['challenge.created', null],
      ['challenge.previewed', null],
      ['challenge.viewed', null],
      ['challenge.decided', 'failed'],
    ],
  );
  const last = timeline.steps.at(-1);
  assert.deepEqual(
    last?.questions.map(({ met }) => met),
    [false],
  );
  assert.equal(last?.userAgent, 'Phone/1');
  assert.equal(timeline.deliveries.length, 1);
  assert.doesNotMatch(JSON.stringify(timeline.steps), /1980/);
});

test('a timeline outlives what is stored of its challenge, and the person it was about', async (t) => {
  const service = await serviceForTests(t);
  const id = await answeredChallenge(service);
  await service.store.privacy.retire([id]);
  const retired = await showTimeline(service, EVERYTHING, id);
  assert.equal(retired?.stored, null);
  assert.equal(retired?.status, 'passed');
  assert.equal(retired?.asked?.clientId, 'canary-client');

  await eraseClient(service, service.channel.id, 'canary-client', 0);
  const erased = await showTimeline(service, EVERYTHING, id);
  assert.equal(erased?.asked, null);
  assert.equal(erased?.status, 'passed');
  assert.doesNotMatch(JSON.stringify(erased), /canary|Phone\/1/);
  assert.ok(erased?.steps.some(({ isGone }) => isGone));
});

test('a timeline is there for whoever may see its channel, and for nobody else', async (t) => {
  const service = await serviceForTests(t);
  const id = await answeredChallenge(service);
  assert.notEqual(await showTimeline(service, { scope: service.channel.id }, id), null);
  assert.equal(await showTimeline(service, { scope: channelId('other') }, id), null);
});
