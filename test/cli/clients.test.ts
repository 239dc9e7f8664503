import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countersign, LEAST_SETTINGS, serving, workingDirectory } from './command-line.ts';

const CLIENT = '+52 1 55 1234 5678';
const ALIAS = '5215512345678';

test('clients show and unlock tell of a client beside a running service, under any spelling, and of no fact', async (context) => {
  const directory = workingDirectory(context);
  const service = await serving(context, directory, LEAST_SETTINGS);
  const made = await fetch(`${service.apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${LEAST_SETTINGS['API_KEY']}`, 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: CLIENT, facts: { date_of_birth: '1980-02-03' } }),
  });
  assert.equal(made.status, 201);

  const shown = await countersign(directory, LEAST_SETTINGS, 'clients', 'show', ALIAS);
  assert.equal(shown.status, 0, shown.complaint);
  assert.match(shown.output, /not locked\.\n.*in a row: 0\.\ndate_of_birth: in 1 challenges, 0 wrong/);
  assert.doesNotMatch(shown.output, /1980/);

  const unlocked = await countersign(directory, LEAST_SETTINGS, 'clients', 'unlock', ALIAS, '--json');
  assert.equal(JSON.parse(unlocked.output).state, 'open');
});

test('a client or a channel that is not there is said so, with what to check', async (context) => {
  const directory = workingDirectory(context);
  const nobody = await countersign(directory, LEAST_SETTINGS, 'clients', 'show', 'nobody');
  assert.deepEqual([nobody.status, nobody.output], [1, '']);
  assert.match(nobody.complaint, /Nothing was ever asked of this client in channel default/);
  const nowhere = await countersign(directory, LEAST_SETTINGS, 'clients', 'unlock', 'ana', '--channel', 'x');
  assert.match(nowhere.complaint, /no channel x\. The settings name: default/);
});

test('clients erase erases beside a running service, and clients blocked shows an officer what is blocked', async (context) => {
  const directory = workingDirectory(context);
  const settings = { ...LEAST_SETTINGS, BLOCK_DAYS: '30' };
  const service = await serving(context, directory, settings);
  const headers = {
    authorization: `Bearer ${LEAST_SETTINGS['API_KEY']}`,
    'content-type': 'application/json',
  };
  const made = await fetch(`${service.apiUrl}/v1/challenges`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ client_id: CLIENT, facts: { date_of_birth: '1980-02-03' } }),
  });
  const { id } = JSON.parse(await made.text());

  const blocked = await countersign(directory, settings, 'clients', 'erase', ALIAS, '--json');
  assert.equal(blocked.status, 0, blocked.complaint);
  const { until, ...outcome } = JSON.parse(blocked.output);
  assert.deepEqual(outcome, { state: 'blocked', challenges: 1, remembered: true });
  assert.match(until, /^\d{4}-\d\d-\d\dT/);
  assert.equal((await fetch(`${service.apiUrl}/v1/challenges/${id}`, { headers })).status, 404);

  const consulted = await countersign(
    directory,
    settings,
    ...['clients', 'blocked', CLIENT, '--reason', 'court order 17'],
  );
  assert.match(consulted.complaint, /digest of the reason: [\w-]{43}/);
  const [shown] = JSON.parse(consulted.output);
  assert.equal(shown.challenge, id);
  assert.equal(shown.entries[0].fields.client_id, CLIENT);
  const nobody = await countersign(directory, settings, 'clients', 'blocked', 'nobody', '--reason', 'x');
  assert.match(nobody.complaint, /Nothing is blocked of this client/);

  const erased = await countersign(directory, LEAST_SETTINGS, 'clients', 'erase', 'nobody');
  assert.match(erased.output, /^Erased: what was kept of the client in 0 challenges/);
});
