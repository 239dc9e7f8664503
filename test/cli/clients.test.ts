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
