import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { countersign } from '../cli/command-line.ts';
import {
  assertNone,
  assertNoneInFiles,
  begun,
  CANARIES,
  FACT_CANARIES,
  Observed,
  PERSON,
  SETTINGS,
  VISITOR,
} from './canaries.ts';

test('an erased client is nowhere, in no form, and the log still holds', async (context) => {
  const { directory, running, seen } = await begun(context);
  const made = await seen.make('chosen', 60);
  await seen.answer(made);
  assert.match(await seen.call('GET', `/v1/challenges/${made.id}`), /canaryclient/);
  // The evidence has it, and the search finds it there.
  const shown = await seen.call('GET', `/v1/challenges/${made.id}/evidence?reveal=all`);
  assertNone('the evidence', shown, FACT_CANARIES);
  for (const canary of ['canaryclient', '198.51.100.213', 'Canaryson']) {
    assert.throws(() => assertNone('the evidence', shown, [canary]), /holds/);
  }
  await seen.make('typed', 60);
  const erased = JSON.parse(
    await seen.call('DELETE', `/v1/clients/${encodeURIComponent(PERSON.client_id.toUpperCase())}`),
  );
  assert.deepEqual([erased.state, erased.challenges], ['erased', 2]);

  const after = new Observed(running);
  for (const path of [
    `/v1/challenges/${made.id}`,
    `/v1/challenges/${made.id}/evidence`,
    '/v1/challenges',
    '/v1/deliveries',
    '/v1/events',
    `/v1/challenges?client_id=${encodeURIComponent(PERSON.client_id)}`,
    '/metrics',
  ]) {
    await after.call('GET', path);
  }
  assertNone('an answer of the API', after.answers, CANARIES);
  const page = await fetch(made.url, { headers: VISITOR });
  assert.equal(page.status, 404);
  const evidence = await countersign(
    directory,
    SETTINGS,
    ...['evidence', made.id, '--out', join(directory, 'evidence'), '--reveal', 'all'],
  );
  assert.ok(evidence.status === 0 || evidence.status === 2, evidence.complaint);
  assertNone('the evidence', evidence.output + evidence.complaint, CANARIES);
  assertNoneInFiles(directory);
  const verified = await countersign(directory, SETTINGS, 'audit', 'verify');
  assert.equal(verified.status, 0, verified.complaint);
  const { complaint } = await running.stop();
  assertNone('the log of the service', complaint, CANARIES);
  assertNoneInFiles(directory);
});
