import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countersign, LEAST_SETTINGS, serving, workingDirectory } from './command-line.ts';

/** Without a key for the bot, as most are at their first start. */
const SETTINGS = { ...LEAST_SETTINGS, API_KEY: '' };

test('an operator’s key opens the desk, and no bot’s door: the first start still makes a key for the bot', async (context) => {
  const directory = workingDirectory(context);
  const made = await countersign(directory, SETTINGS, 'keys', 'create', 'Ana', '--operator');
  assert.equal(made.status, 0, made.complaint);
  assert.match(made.output, /opens the desk of channel default/);
  const operatorKey = made.output.trim().split('\n').at(-1) ?? '';

  const service = await serving(context, directory, SETTINGS);
  assert.match(service.greeting, /The operator's desk is at http:\/\/127\.0\.0\.1:\d+\/desk;/);
  const botKey = /The API key, shown this once: (\S+)/.exec(service.greeting)?.[1] ?? '';
  const asked = async (key: string) =>
    (await fetch(`${service.apiUrl}/v1/challenges`, { headers: { 'x-api-key': key } })).status;
  assert.equal(await asked(botKey), 200);
  assert.equal(await asked(operatorKey), 401);
  const signIn = await fetch(`${service.apiUrl}/desk/sign-in`, {
    method: 'POST',
    headers: { origin: service.apiUrl },
    body: new URLSearchParams({ key: operatorKey }),
    redirect: 'manual',
  });
  assert.equal(signIn.status, 303);
  assert.match(signIn.headers.get('set-cookie') ?? '', /^__Host-/);

  const everyones = ['keys', 'create', 'Ben', '--every-channel'];
  const whole = await countersign(directory, SETTINGS, ...everyones);
  assert.match(whole.output, /opens the desk of every channel/);
  const { output } = await countersign(directory, SETTINGS, 'keys', 'list', '--json');
  const keys = JSON.parse(output) as readonly Readonly<Record<string, unknown>>[];
  assert.deepEqual(
    keys.map(({ scope, channel }) => [scope, channel]),
    [
      ['operator', 'default'],
      ['bot', 'default'],
      ['operator', '*'],
    ],
  );
});
