import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { test } from 'node:test';
import { countersign } from '../cli/command-line.ts';
import {
  assertNone,
  assertNoneInFiles,
  begun,
  CANARIES,
  FACT_CANARIES,
  FACTS,
  PERSON,
  SETTINGS,
  VISITOR,
} from './canaries.ts';

test('whichever way a challenge ends, nothing of a fact or a person is in a file, the log, a figure or an answer; nor after a crash', async (context) => {
  const { directory, running, seen } = await begun(context);
  const expiring = await seen.make('typed', 10);
  // One client has one live link; another one's is left to expire.
  const other = { ...PERSON, client_id: `${PERSON.client_id}-2` };
  const left = JSON.parse(
    await seen.call('POST', '/v1/challenges', { ...other, facts: FACTS, policy: 'typed', ttl_seconds: 10 }),
  );
  await (await fetch(expiring.url, { headers: VISITOR })).text();
  await seen.answer(await seen.make('chosen', 60));
  const canceled = await seen.make('typed', 60);
  await seen.call('POST', `/v1/challenges/${canceled.id}/cancel`);
  const denied = await seen.make('typed', 60);
  await seen.answer(denied, { not_me: '1' });
  const statuses = new Map<string, string>();
  for (const { id } of [expiring, canceled, denied]) {
    statuses.set(id, JSON.parse(await seen.call('GET', `/v1/challenges/${id}`)).status);
  }
  assert.deepEqual([...statuses.values()], ['canceled', 'canceled', 'canceled']);
  // Refused requests are answered without what they held.
  await seen.call('POST', '/v1/challenges', {
    ...PERSON,
    facts: { ...FACTS, card_number: '4000005660992348' },
  });
  const expired = await seen.call('GET', `/v1/challenges/${left.id}?wait=30`);
  assert.equal(JSON.parse(expired).status, 'expired');

  const metrics = await seen.call('GET', '/metrics');
  assertNone('an answer of the API', seen.answers, FACT_CANARIES);
  assertNone('a figure', metrics, CANARIES);
  const backup = await countersign(directory, SETTINGS, 'backup', join(directory, 'backup.db'));
  assert.equal(backup.status, 0, backup.complaint);
  assertNoneInFiles(directory);

  // While one is pending, its facts are in memory, and sealed.
  await seen.make('typed', 60);
  assertNoneInFiles(directory);
  running.child.kill('SIGSEGV');
  const { output, complaint } = await running.ended;
  assertNoneInFiles(directory);
  assertNone('what it printed', output, CANARIES);
  assert.match(complaint, /challenges expired/);
  assertNone('its log', complaint, CANARIES);
});

test('the search finds what it should: a canary in any of the forms that are looked for', () => {
  for (const canary of ['Canarypurpose', '198.51.100.213']) {
    const text = Buffer.from(`before ${canary} after`);
    for (const form of [text, Buffer.from(text.toString('hex')), Buffer.from(text.toString('base64url'))]) {
      assert.throws(() => assertNone('it', form, [canary]), /it holds/);
    }
  }
});
