import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'node-html-parser';
import { ask, eventually, KEY, linkOf, runningService, send } from '../../flaws/running-service.ts';

test('whoever says that it was not they kills the link, and the bot is told no', async (context) => {
  const service = await runningService(context);
  const link = await linkOf(await ask(service.apiUrl, '5215512345678'));
  const shown = parse(await (await fetch(link)).text());
  assert.match(shown.querySelector('dl')?.textContent ?? '', /\+52 \*\* \*\*\*\* 5678/);

  const denied = await send(link, { not_me: '1' });
  assert.equal(denied.status, 200);
  assert.match(await denied.text(), /Thank you for telling us/);

  const call = await eventually(() => service.chatfuel.calls[0] ?? null);
  assert.equal(call.query['user_validated'], 'false');
  const listed = await fetch(`${service.apiUrl}/v1/challenges?client_id=5215512345678`, {
    headers: { 'x-api-key': KEY },
  });
  // As the API's own document says it.
  const { challenges } = (await listed.json()) as {
    readonly challenges: readonly { readonly status: string; readonly reason: string }[];
  };
  assert.deepEqual(
    challenges.map(({ status, reason }) => [status, reason]),
    [['canceled', 'canceled_by_person']],
  );

  const again = await fetch(link);
  assert.equal(again.status, 410);
  assert.match(await again.text(), /This link was stopped/);
  assert.equal((await send(link, { q1: 'x' })).status, 410);
  assert.equal(service.chatfuel.calls.length, 1);
});
