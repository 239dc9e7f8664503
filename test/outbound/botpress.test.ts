import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { botpress } from '../../src/outbound/botpress.ts';
import { startBotpressStandIn } from '../../src/standins/botpress.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { connected, lastBody } from './connected.ts';

const BOT = { token: 'bp_pat_s3cret', botId: 'bot-1' };
const CONVERSATION = { metadata: { conversation_id: 'conv_1' } };
const settingsFor = (url: string) => ({
  botpress_token: BOT.token,
  botpress_bot_id: BOT.botId,
  botpress_api_url: url,
});

const start = async (context: TestContext) => {
  const platform = await startBotpressStandIn(BOT);
  return { platform, ...connected(context, platform, botpress, settingsFor(platform.url)) };
};

connectorContract('botpress', async (http, clock) => {
  const platform = await startBotpressStandIn(BOT);
  return {
    connector: botpress.connect(settingsFor(platform.url), http, clock),
    platform,
    about: CONVERSATION,
    secrets: [BOT.token],
  };
});

test('an event is created in the conversation, with the verdict in its payload', async (context) => {
  const { platform, send } = await start(context);
  assert.deepEqual(await send({ ...CONVERSATION, event: 'expired' }), { type: 'accepted' });
  assert.partialDeepStrictEqual(lastBody(platform), {
    type: 'countersign',
    conversationId: 'conv_1',
    userId: '5215512345678',
    payload: { user_validated: false, event: 'challenge.expired' },
  });
});

test('without a conversation it is refused with what to send', async (context) => {
  const { platform, send } = await start(context);
  assert.match(JSON.stringify(await send()), /refused.*conversation_id/);
  assert.deepEqual(platform.calls, []);
});
