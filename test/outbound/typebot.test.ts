import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { typebot } from '../../src/outbound/typebot.ts';
import { startTypebotStandIn } from '../../src/standins/typebot.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { connected, lastBody } from './connected.ts';

const BOT = { token: 'tb-s3cret', typebotId: 'bot1', blockId: 'block1', waiting: new Set(['result/1']) };
const settingsFor = (url: string) => ({
  typebot_url: url,
  typebot_token: BOT.token,
  typebot_id: BOT.typebotId,
  typebot_block_id: BOT.blockId,
});

const start = async (context: TestContext) => {
  const platform = await startTypebotStandIn(BOT);
  return { platform, ...connected(context, platform, typebot, settingsFor(platform.url)) };
};

connectorContract('typebot', async (http, clock) => {
  const platform = await startTypebotStandIn(BOT);
  return {
    connector: typebot.connect(settingsFor(platform.url), http, clock),
    platform,
    about: { metadata: { result_id: 'result/1' } },
    secrets: [BOT.token],
  };
});

test('a session that waits goes on with the verdict at the top of the body', async (context) => {
  const { platform, send } = await start(context);
  assert.deepEqual(await send({ metadata: { result_id: 'result/1' } }), { type: 'accepted' });
  assert.partialDeepStrictEqual(lastBody(platform), { user_validated: true, event: 'challenge.passed' });
});

test('without a result id the client’s own is taken', async (context) => {
  const { send } = await start(context);
  assert.deepEqual(await send({ clientId: 'result/1' }), { type: 'accepted' });
});

test('a session that is over is refused in plain words', async (context) => {
  const { send } = await start(context);
  assert.match(
    JSON.stringify(await send({ clientId: 'gone' })),
    /refused.*No chat session found.*session ends/,
  );
});
