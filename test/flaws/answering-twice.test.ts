import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, eventually, linkOf, rightOption, runningService, send, shownBy } from './running-service.ts';

// The reference let a page be answered again and again until it expired, and counted no failures of a client.
test('after a wrong answer, the right one comes too late', async (context) => {
  const service = await runningService(context);
  const link = await linkOf(await ask(service.apiUrl, 'ana'));
  const shown = await shownBy(link);
  const right = rightOption(shown).value;
  const wrong = shown.options.find(({ value }) => value !== right)?.value ?? '';
  assert.equal((await send(link, { q1: wrong })).status, 303);
  assert.equal((await send(link, { q1: right })).status, 410);
  const call = await eventually(() => service.chatfuel.calls[0] ?? null);
  assert.equal(call.query['user_validated'], 'false');
  assert.equal(service.chatfuel.calls.length, 1);
});

test('trying every option at once decides once', async (context) => {
  const service = await runningService(context);
  const link = await linkOf(await ask(service.apiUrl, 'ana'));
  const { options } = await shownBy(link);
  const answers = await Promise.all(
    [...options, ...options, ...options].map(({ value }) => send(link, { q1: value })),
  );
  const statuses = answers.map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 303).length, 1);
  assert.equal(statuses.filter((status) => status === 410).length, statuses.length - 1);
});

test('three wrong answers lock the client out, whatever link they came by and however its id is spelled', async (context) => {
  const service = await runningService(context);
  for (const spelling of ['5215512345678', '+52 1 55 1234 5678', '525512345678']) {
    const link = await linkOf(await ask(service.apiUrl, spelling));
    const shown = await shownBy(link);
    const right = rightOption(shown).value;
    await send(link, { q1: shown.options.find(({ value }) => value !== right)?.value ?? '' });
  }
  const refused = await ask(service.apiUrl, '5215512345678');
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
});
