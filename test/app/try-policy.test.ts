import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerChallenge } from '../../src/app/answer-challenge.ts';
import { assembleEvidence } from '../../src/app/assemble-evidence.ts';
import { withTestChannels } from '../../src/app/desk-channels.ts';
import { tryPolicy } from '../../src/app/try-policy.ts';
import { parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import { makeId } from '../../src/kernel/ids.ts';
import { formFor, tokenOf } from './challenge-journey.ts';
import { NOBODY, requestFor, serviceForTests } from './service-for-tests.ts';

test('a trial is asked and answered like any challenge, tells no platform, and is marked in every entry', async (t) => {
  const plain = await serviceForTests(t);
  const service = { ...plain, channels: withTestChannels([plain.channel]) };
  const operator = { key: makeId('key', service.clock.now(), new Uint8Array(10)), name: 'Ana', scope: null };
  const outcome = await tryPolicy(service, service.channel, operator, {
    policy: 'default',
    locale: 'es',
    facts: requestFor('nobody').facts,
  });
  assert.ok(outcome.type === 'created');
  const { id } = outcome.challenge;
  const token = tokenOf(outcome.challenge);
  const answered = await answerChallenge(service, token, await formFor(service, token, 'right'), NOBODY);
  assert.ok(answered.type === 'decided');
  assert.equal(answered.view.verdict, 'passed');

  assert.deepEqual(await service.store.deliveries.ofChallenges([id]), []);
  const entries = await service.store.audit.entries({ challenge: id, fromIndex: 0, limit: 10 });
  assert.equal(entries.length, 2);
  for (const { bytes } of entries) {
    const entry = parseLogEntry(bytes);
    assert.equal(entry.ok && entry.value.channel, 'test:default');
  }
  const asTheBot = { id, channel: service.channel.id, reveal: new Set<never>() };
  assert.equal((await assembleEvidence(service, asTheBot)).type, 'unknown');
});
