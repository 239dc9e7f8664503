import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, KEY, linkOf, runningService, send } from './running-service.ts';

// The reference judged an empty answer for an unknown page as right, and told the bot so of any client that was named.
test('nobody passes by posting to a page that does not exist, whatever client the form names', async (context) => {
  const service = await runningService(context);
  const forms = [{}, { q1: '' }, { client_id: 'victim', user_answer: '', correct_answer: '' }];
  for (const form of forms) {
    for (const path of ['AAAAAAAAAAAAAAAAAAAAAA', 'abc123', 'validate_answer', '']) {
      const response = await send(`${service.webUrl}/${path}`, form);
      assert.ok(response.status >= 400 && response.status < 500, `${path}: ${response.status}`);
    }
  }
  assert.deepEqual(await decided(service.apiUrl), []);
  assert.deepEqual(service.chatfuel.calls, []);
});

test('an empty answer to a real page is refused, decides nothing, and leaves the link good', async (context) => {
  const service = await runningService(context);
  const link = await linkOf(await ask(service.apiUrl, 'ana'));
  for (const form of [{}, { q1: '' }, { client_id: 'victim' }]) {
    assert.equal((await send(link, form)).status, 422);
  }
  assert.equal((await fetch(link)).status, 200);
  assert.deepEqual(await decided(service.apiUrl), []);
  assert.deepEqual(service.chatfuel.calls, []);
});

/** The verdicts that anyone was given so far. */
async function decided(apiUrl: string): Promise<unknown[]> {
  const response = await fetch(`${apiUrl}/v1/challenges?status=passed`, { headers: { 'x-api-key': KEY } });
  const body: unknown = await response.json();
  assert.ok(typeof body === 'object' && body !== null && 'challenges' in body);
  assert.ok(Array.isArray(body.challenges));
  return body.challenges;
}
