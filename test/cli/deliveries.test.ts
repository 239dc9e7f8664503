import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { eventually, rightOption, send, shownBy } from '../flaws/running-service.ts';
import { countersign, LEAST_SETTINGS, serving, workingDirectory } from './command-line.ts';

test('a delivery that was refused is listed with why, and sent again once that is mended', async (context) => {
  const chatfuel = await startChatfuelStandIn({ token: 'token-1', botId: 'bot-1' });
  context.after(() => chatfuel.close());
  const settings = {
    ...LEAST_SETTINGS,
    CHATFUEL_TOKEN: 'token-1',
    CHATFUEL_BOT_ID: 'bot-1',
    CHATFUEL_API_URL: chatfuel.url,
  };
  const directory = workingDirectory(context);
  const service = await serving(context, directory, settings);
  chatfuel.misbehave({
    type: 'answer',
    status: 422,
    headers: {},
    body: '{"result":"Bad Data: Bot not found"}',
  });

  const made = await fetch(`${service.apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${LEAST_SETTINGS['API_KEY']}`, 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: 'ana', flow: 'Balance', facts: { date_of_birth: '1980-02-03' } }),
  });
  const body: unknown = await made.json();
  assert.ok(typeof body === 'object' && body !== null && 'url' in body);
  const url = String(body.url);
  assert.equal((await send(url, { q1: rightOption(await shownBy(url)).value })).status, 303);

  const run = (...args: string[]) => countersign(directory, settings, 'deliveries', ...args);
  const listed = await eventually(async () => {
    const { output } = await run('list', '--status', 'given_up');
    return output.startsWith('dlv_') ? output : null;
  });
  assert.match(
    listed,
    /default\/chatfuel {2}passed {2}given_up, 1 attempts {2}.*check the bot id and the token/,
  );
  const id = listed.slice(0, listed.indexOf(' '));

  chatfuel.misbehave(null);
  assert.equal((await run('retry', id)).status, 0);
  await eventually(() => chatfuel.calls.find(({ status }) => status === 200) ?? null);
  const shown = await eventually(async () => {
    const delivery: unknown = JSON.parse((await run('show', id)).output);
    return typeof delivery === 'object' &&
      delivery !== null &&
      'status' in delivery &&
      delivery.status === 'delivered'
      ? delivery
      : null;
  });
  assert.partialDeepStrictEqual(shown, { id, event: 'passed', attempts: 2 });
  assert.match((await run('give-up', id)).complaint, /left as it is: it was delivered/);
});

test('an id that is none, and no range at all, are refused with what to say', async (context) => {
  const directory = workingDirectory(context);
  const run = (...args: string[]) => countersign(directory, LEAST_SETTINGS, 'deliveries', ...args);
  assert.match((await run('show', 'x')).complaint, /no id of a delivery/);
  assert.match((await run('retry')).complaint, /say which ones you mean/);
  assert.match((await run('list', '--since', 'yesterday')).complaint, /no time/);
  assert.match((await run('show', `dlv_${'0'.repeat(32)}`)).complaint, /There is no delivery/);
});
