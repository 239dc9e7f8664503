import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, eventually, linkOf, rightOption, runningService, send, shownBy } from './running-service.ts';

// The reference kept all in memory; with Chatfuel down, an answer was a 500 and the verdict was lost.
test('a link outlives a restart of the service', async (context) => {
  const service = await runningService(context);
  const { pathname } = new URL(await linkOf(await ask(service.apiUrl, 'ana')));
  await service.restart();
  const link = `${service.webUrl}${pathname}`;
  assert.equal((await send(link, { q1: rightOption(await shownBy(link)).value })).status, 303);
});

test('with the platform down, the person is served, and the verdict is told once it is back', async (context) => {
  const service = await runningService(context);
  service.chatfuel.misbehave({ type: 'reset' });
  const link = await linkOf(await ask(service.apiUrl, 'ana'));
  assert.equal((await send(link, { q1: rightOption(await shownBy(link)).value })).status, 303);
  await eventually(() => (service.chatfuel.calls.length > 0 ? true : null));
  service.chatfuel.misbehave(null);
  const told = await eventually(() => service.chatfuel.calls.find(({ status }) => status === 200) ?? null);
  assert.equal(told.query['user_validated'], 'true');
});

test('with the platform down, a verdict outlives a restart too', async (context) => {
  const service = await runningService(context);
  service.chatfuel.misbehave({ type: 'reset' });
  const link = await linkOf(await ask(service.apiUrl, 'ana'));
  await send(link, { q1: rightOption(await shownBy(link)).value });
  await service.restart();
  service.chatfuel.misbehave(null);
  const told = await eventually(() => service.chatfuel.calls.find(({ status }) => status === 200) ?? null);
  assert.equal(told.query['user_validated'], 'true');
});
