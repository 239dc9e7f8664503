import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { checkChatfuel } from '../../src/outbound/check-chatfuel.ts';
import { httpClient } from '../../src/outbound/http-client.ts';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { systemClock } from '../../src/system/clock.ts';
import { freePort } from '../../src/system/free-port.ts';

const BOT = { chatfuel_bot_id: 'bot-1', chatfuel_token: 'the-secret-token' };

async function asked(context: TestContext) {
  const chatfuel = await startChatfuelStandIn({
    botId: BOT.chatfuel_bot_id,
    token: BOT.chatfuel_token,
  });
  const http = httpClient({ clock: systemClock, allowedHosts: ['127.0.0.1'] });
  context.after(async () => {
    await http.close();
    await chatfuel.close();
  });
  return { chatfuel, http, apiUrl: chatfuel.url };
}

test('a good token is told from a wrong one, and no flow is started', async (context) => {
  const { chatfuel, http, apiUrl } = await asked(context);
  chatfuel.onSend(() => assert.fail('a flow was started'));
  assert.equal((await checkChatfuel({ chatfuel_api_url: apiUrl, ...BOT }, http)).level, 'ok');
  for (const wrong of [
    { ...BOT, chatfuel_token: 'another-secret' },
    { ...BOT, chatfuel_bot_id: 'bot-2' },
  ]) {
    const finding = await checkChatfuel({ chatfuel_api_url: apiUrl, ...wrong }, http);
    assert.equal(finding.level, 'fault');
    assert.match(finding.todo ?? '', /CHATFUEL_BOT_ID, CHATFUEL_TOKEN/);
    assert.doesNotMatch(JSON.stringify(finding), /secret/);
  }
});

test('a Chatfuel that is not reached is a fault that says so', async (context) => {
  const { http } = await asked(context);
  const apiUrl = `http://127.0.0.1:${await freePort('127.0.0.1')}`;
  const finding = await checkChatfuel({ chatfuel_api_url: apiUrl, ...BOT }, http);
  assert.equal(finding.level, 'fault');
  assert.match(finding.found, /was not reached/);
  assert.doesNotMatch(JSON.stringify(finding), /secret/);
});
