import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { BALANCE_FLOW, balanceFlows } from '../../../src/standins/chat/balance-flows.ts';
import { Conversation } from '../../../src/standins/chat/conversation.ts';
import { ANA } from '../../../src/standins/chat/person.ts';
import { type FakeCountersign, startFakeCountersign } from './fake-countersign.ts';

type Chatting = { readonly conversation: Conversation; readonly api: FakeCountersign };

async function chatting(context: TestContext, onChange: () => void = () => undefined): Promise<Chatting> {
  const api = await startFakeCountersign(context);
  const flows = balanceFlows({ apiUrl: api.url, apiKey: 'csk_key', person: ANA, seconds: 60 });
  return { api, conversation: new Conversation('ana-1', flows, onChange) };
}

const lastOf = ({ conversation }: Chatting): string => conversation.messages.at(-1)?.text ?? '';

test('asked for the balance, the bot asks for a page as a bot of the reference does, with its key', async (t) => {
  const chat = await chatting(t);
  await chat.conversation.hear('My BALANCE, please');
  const [request] = chat.api.requests;
  assert.equal(
    request?.url,
    '/generate_dynamic_page?client_id=ana-1&telefono=%2B12025550142&flow_name=Balance&fecha_cumple=1990-03-17',
  );
  assert.equal(request?.headers['x-api-key'], 'csk_key');
  assert.equal(request?.headers['user-agent'], 'Chatfuel');
});

test('the link and the time that it lasts are said in the chat', async (t) => {
  const chat = await chatting(t);
  await chat.conversation.hear('balance');
  assert.match(lastOf(chat), /You have 60 seconds\./u);
  assert.ok(lastOf(chat).endsWith(`${chat.api.url}/token`));
});

test('the chat opens the link before its reader does, and shows what the page calls itself', async (t) => {
  const previewed = Promise.withResolvers<void>();
  let chat: Chatting | null = null;
  chat = await chatting(t, () => {
    if (chat?.conversation.messages.at(-1)?.preview) previewed.resolve();
  });
  await chat.conversation.hear('balance');
  await previewed.promise;
  const preview = chat.conversation.messages.at(-1)?.preview;
  assert.deepEqual(preview, { title: 'Fish & chips', host: new URL(chat.api.url).host });
  assert.match(chat.api.requests.at(-1)?.headers['user-agent'] ?? '', /^WhatsApp\//u);
});

test('a verdict of true shows the balance', async (t) => {
  const chat = await chatting(t);
  await chat.conversation.start(BALANCE_FLOW, { user_validated: 'true' });
  assert.match(lastOf(chat), /^Thank you, Ana Torres\. Your vault holds/u);
});

test('a verdict of false does not show it', async (t) => {
  const chat = await chatting(t);
  await chat.conversation.start(BALANCE_FLOW, { user_validated: 'false' });
  assert.match(lastOf(chat), /could not make sure that it is you/u);
});

test('a verdict serves once: the flow forgets it when it has branched', async (t) => {
  const chat = await chatting(t);
  await chat.conversation.start(BALANCE_FLOW, { user_validated: 'true' });
  await chat.conversation.start(BALANCE_FLOW, {});
  assert.match(lastOf(chat), /could not make sure that it is you/u);
});

test('a client that may not be asked again is told so', async (t) => {
  const chat = await chatting(t);
  chat.api.answer = { status: 429, body: { detail: 'locked' } };
  await chat.conversation.hear('balance');
  assert.match(lastOf(chat), /^I may not ask you again for now/u);
});

test('any other refusal is told as a fault that will pass', async (t) => {
  const chat = await chatting(t);
  chat.api.answer = { status: 401, body: null };
  await chat.conversation.hear('balance');
  assert.match(lastOf(chat), /^I cannot verify anybody at the moment/u);
});

test('what the bot asked is kept without its key', async (t) => {
  const chat = await chatting(t);
  await chat.conversation.hear('balance');
  const [request] = chat.conversation.requests;
  assert.equal(request?.status, 200);
  assert.equal(JSON.stringify(chat.conversation.requests).includes('csk_key'), false);
});

test('anything but the balance is answered without asking anybody', async (t) => {
  const chat = await chatting(t);
  await chat.conversation.hear('unbalanced');
  assert.match(lastOf(chat), /^I know one thing only/u);
  assert.equal(chat.api.requests.length, 0);
});

test('two messages at once are answered one after the other', async (t) => {
  const chat = await chatting(t);
  await Promise.all([chat.conversation.hear('balance'), chat.conversation.hear('hello')]);
  const [, , , link, other] = chat.conversation.messages;
  assert.match(link?.text ?? '', /You have 60 seconds/u);
  assert.match(other?.text ?? '', /^I know one thing only/u);
});

test('a link counts as opened again only once the bot went on', async (t) => {
  const { conversation } = await chatting(t);
  await conversation.hear('balance');
  const link = conversation.messages.at(-1)?.id ?? 0;
  conversation.open(link);
  conversation.open(link);
  assert.equal(conversation.openedAgain, false);
  await conversation.start(BALANCE_FLOW, { user_validated: 'true' });
  assert.equal(conversation.openedAgain, false);
  conversation.open(link);
  assert.equal(conversation.openedAgain, true);
});

test('a link that is opened for the first time after the bot went on was not opened again', async (t) => {
  const { conversation } = await chatting(t);
  await conversation.hear('balance');
  const link = conversation.messages.at(-1)?.id ?? 0;
  await conversation.start(BALANCE_FLOW, { user_validated: 'false' });
  conversation.open(link);
  assert.equal(conversation.openedAgain, false);
});
