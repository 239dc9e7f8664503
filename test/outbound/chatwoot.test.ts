import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { chatwoot } from '../../src/outbound/chatwoot.ts';
import { startChatwootStandIn } from '../../src/standins/chatwoot.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { connected, lastBody } from './connected.ts';

const DESK = { token: 'cw-s3cret', accountId: '3', conversations: new Set(['42']) };
const LINK = 'https://verify.example.test/AAAAAAAAAAAAAAAAAAAAAA';
const settingsFor = (url: string) => ({
  chatwoot_url: url,
  chatwoot_token: DESK.token,
  chatwoot_account_id: DESK.accountId,
});

const start = async (context: TestContext, texts: object = {}) => {
  const platform = await startChatwootStandIn(DESK);
  const settings = { ...settingsFor(platform.url), ...texts };
  return { platform, ...connected(context, platform, chatwoot, settings) };
};

connectorContract('chatwoot', async (http, clock) => {
  const platform = await startChatwootStandIn(DESK);
  const settings = {
    ...settingsFor(platform.url),
    text_link: 'Please confirm: {link}',
    text_passed: 'Thank you',
  };
  return {
    connector: chatwoot.connect(settings, http, clock),
    platform,
    about: { metadata: { conversation_id: '42' } },
    secrets: [DESK.token],
  };
});

test('the verdict is an attribute of the conversation, and its other attributes stay', async (context) => {
  const { platform, send } = await start(context);
  await send({ clientId: '42', event: 'failed' });
  await send({ clientId: '42' });
  assert.partialDeepStrictEqual(platform.attributes.get('42'), { user_validated: true });
  assert.partialDeepStrictEqual(lastBody(platform), { merge: true });
});

test('the words of the settings are written into the conversation after that', async (context) => {
  const { platform, send } = await start(context, { text_failed: 'That did not work.' });
  await send({ clientId: '42', event: 'failed' });
  assert.deepEqual(
    platform.calls.map(({ path }) => path.split('/').at(-1)),
    ['custom_attributes', 'messages'],
  );
  assert.partialDeepStrictEqual(lastBody(platform), {
    content: 'That did not work.',
    message_type: 'outgoing',
  });
});

test('the link is written where the settings have words for it', async (context) => {
  const { connector, platform, send } = await start(context, { text_link: 'Confirm here:' });
  assert.ok(connector.sendsLink && connector.events.has('created'));
  await send({ clientId: '42', event: 'created', link: LINK });
  assert.partialDeepStrictEqual(lastBody(platform), { content: `Confirm here:\n${LINK}` });
});

test('a conversation that is not there, or no number, is refused', async (context) => {
  const { send } = await start(context);
  assert.match(JSON.stringify(await send({ clientId: '7' })), /refused.*could not be found/);
  assert.match(JSON.stringify(await send({ clientId: 'ana' })), /refused.*conversation_id/);
});
