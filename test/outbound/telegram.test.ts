import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { telegram } from '../../src/outbound/telegram.ts';
import { startTelegramStandIn } from '../../src/standins/telegram.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { connected, lastBody } from './connected.ts';

const TOKEN = '123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11';
const CHATS = new Set(['99887766']);
const LINK = 'https://verify.example.test/AAAAAAAAAAAAAAAAAAAAAA';
const settingsFor = (url: string) => ({
  telegram_token: TOKEN,
  telegram_api_url: url,
  telegram_button: 'Confirm',
  text_link: 'Please confirm that it is you.',
  text_failed: 'That did not work.',
  text_passed: 'Thank you.',
});

const start = async (context: TestContext) => {
  const platform = await startTelegramStandIn({ token: TOKEN, chats: CHATS });
  return { platform, ...connected(context, platform, telegram, settingsFor(platform.url)) };
};

connectorContract('telegram', async (http, clock) => {
  const platform = await startTelegramStandIn({ token: TOKEN, chats: CHATS });
  return {
    connector: telegram.connect(settingsFor(platform.url), http, clock),
    platform,
    about: { clientId: '99887766' },
    secrets: [TOKEN],
  };
});

test('the link is a button under the words, and is not previewed', async (context) => {
  const { platform, send } = await start(context);
  await send({ clientId: '99887766', event: 'created', link: LINK });
  assert.deepEqual(lastBody(platform), {
    chat_id: '99887766',
    text: 'Please confirm that it is you.',
    link_preview_options: { is_disabled: true },
    reply_markup: { inline_keyboard: [[{ text: 'Confirm', url: LINK }]] },
  });
});

test('how long to wait is read from the body, where Telegram says it', async (context) => {
  const { platform, send } = await start(context);
  platform.misbehave({
    type: 'answer',
    status: 429,
    headers: {},
    body: JSON.stringify({
      ok: false,
      error_code: 429,
      description: 'Too Many',
      parameters: { retry_after: 7 },
    }),
  });
  const outcome = await send({ clientId: '99887766' });
  assert.ok(outcome.type === 'retry');
  assert.equal(outcome.retryAfterSeconds, 7);
});

test('a chat that is not there is refused', async (context) => {
  const { send } = await start(context);
  assert.match(JSON.stringify(await send({ clientId: '1' })), /refused.*chat not found/);
  assert.match(JSON.stringify(await send({ clientId: 'ana' })), /refused.*id of the chat/);
});
