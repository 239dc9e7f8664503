import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { type TestContext, test } from 'node:test';
import { type Chat, startChat } from '../../../src/standins/chat/chat-server.ts';
import type { ChatState } from '../../../src/standins/chat/chat-state.ts';
import { ANA } from '../../../src/standins/chat/person.ts';
import { startFakeCountersign } from './fake-countersign.ts';

async function chatPage(context: TestContext): Promise<Chat> {
  const api = await startFakeCountersign(context);
  const chat = await startChat({ port: 0, person: ANA, seconds: 60 });
  context.after(() => chat.close());
  chat.connect({ apiUrl: api.url, apiKey: 'csk_key', calls: () => [], log: async () => [] });
  return chat;
}

const post = (chat: Chat, path: string, body: string, type = 'application/json'): Promise<Response> =>
  fetch(`${chat.url}${path}`, { method: 'POST', headers: { 'content-type': type }, body });

/** The first state sent that `fits`. */
async function stateWhere(chat: Chat, fits: (state: ChatState) => boolean): Promise<ChatState> {
  const stop = new AbortController();
  const response = await fetch(`${chat.url}/events`, { signal: stop.signal });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  let text = '';
  for await (const chunk of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    const found = events
      .map((event): ChatState => JSON.parse(event.replace(/^data: /u, '')))
      .find((state) => fits(state));
    if (found === undefined) continue;
    stop.abort();
    return found;
  }
  throw new Error('the events ended before the state came');
}

const said = (state: ChatState): string => state.messages.map(({ text }) => text).join('\n');

test('every file of the page is served with a policy that lets in nothing from another host', async (t) => {
  const chat = await chatPage(t);
  const html = await (await fetch(chat.url)).text();
  const files = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/gu)].map(([, path = '']) => path);
  assert.ok(files.includes('/chat.js') && files.includes('/chat.css'));
  for (const path of ['/', '/panels.js', ...files]) {
    const response = await fetch(`${chat.url}${path}`);
    assert.equal(response.status, 200, path);
    assert.match(
      response.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; script-src 'self';/u,
    );
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
    await response.text();
  }
});

test('the page holds no script or style of its own and names no other host', async (t) => {
  const html = await (await fetch((await chatPage(t)).url)).text();
  assert.doesNotMatch(html, /<style|\son[a-z]+=|\sstyle=|https?:/u);
  assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)/u);
});

test('what is said is answered, and whoever listens is told', async (t) => {
  const chat = await chatPage(t);
  assert.equal((await post(chat, '/say', '{"text":"balance"}')).status, 204);
  const state = await stateWhere(chat, (now) => now.requests.length > 0);
  assert.match(said(state), /balance/u);
  const answered = await stateWhere(chat, (now) => said(now).includes('/token'));
  assert.equal(answered.requests[0]?.status, 200);
});

test('a flow that the platform starts for this user is played, one for another user is not', async (t) => {
  const chat = await chatPage(t);
  chat.startFlow('somebody-else', 'Balance', { user_validated: 'true' });
  chat.startFlow('ana-1', 'Balance', { user_validated: 'false' });
  const state = await stateWhere(chat, (now) => now.messages.length > 1);
  assert.match(said(state), /could not make sure/u);
  assert.doesNotMatch(said(state), /Thank you/u);
});

test('a fresh start is a new client with an empty chat', async (t) => {
  const chat = await chatPage(t);
  await post(chat, '/say', '{"text":"balance"}');
  assert.equal((await post(chat, '/afresh', '{}')).status, 204);
  const state = await stateWhere(chat, () => true);
  assert.equal(state.clientId, 'ana-2');
  assert.deepEqual(
    state.messages.map(({ from }) => from),
    ['bot'],
  );
  assert.deepEqual(state.requests, []);
});

for (const [what, path, body, type] of [
  ['a form of another site', '/say', 'text=balance', 'application/x-www-form-urlencoded'],
  ['JSON that claims to be plain text', '/say', '{"text":"balance"}', 'text/plain'],
  ['an empty message', '/say', '{"text":""}', 'application/json'],
  ['a message that is too long', '/say', `{"text":"${'x'.repeat(501)}"}`, 'application/json'],
  ['a message that is no text', '/say', '{"text":5}', 'application/json'],
  ['a member that nobody knows', '/say', '{"text":"hi","as":"bot"}', 'application/json'],
  ['a fresh start without a body of JSON', '/afresh', '', 'text/plain'],
  ['a message number that is none', '/opened', '{"message":"1"}', 'application/json'],
] as const) {
  test(`${what} is refused and changes nothing`, async (t) => {
    const chat = await chatPage(t);
    const { status } = await post(chat, path, body, type);
    assert.ok(status === 400 || status === 415, String(status));
    const state = await stateWhere(chat, () => true);
    assert.equal(state.messages.length, 1);
    assert.equal(state.clientId, 'ana-1');
  });
}

test('a page of another name that points at this machine is turned away', async (t) => {
  const chat = await chatPage(t);
  const asked = request(`${chat.url}/events`, {
    headers: { host: `rebound.example:${new URL(chat.url).port}` },
  }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  assert.equal(response.statusCode, 421);
});

test('a port that is taken is said to be', async (t) => {
  const chat = await chatPage(t);
  const again = startChat({ port: Number(new URL(chat.url).port), person: ANA, seconds: 60 });
  await assert.rejects(again, { code: 'EADDRINUSE' });
});
