import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { manychat } from '../../src/outbound/manychat.ts';
import { startManychatStandIn } from '../../src/standins/manychat.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { connected, lastBody } from './connected.ts';

const TOKEN = '1234:mc-t0ken';
const FIELDS = ['user_validated', 'verification_id'];
const FLOW = 'content20180221085508_278589';

const start = async (context: TestContext, fields = FIELDS) => {
  const platform = await startManychatStandIn({ token: TOKEN, fields });
  const settings = { manychat_token: TOKEN, manychat_api_url: platform.url };
  return { platform, ...connected(context, platform, manychat, settings) };
};

connectorContract('manychat', async (http, clock) => {
  const platform = await startManychatStandIn({ token: TOKEN, fields: FIELDS });
  const settings = { manychat_token: TOKEN, manychat_api_url: platform.url };
  return {
    connector: manychat.connect(settings, http, clock),
    platform,
    about: { clientId: '778899', flow: FLOW },
    secrets: [TOKEN],
  };
});

test('the fields are set before the flow is started that reads them', async (context) => {
  const { platform, send } = await start(context);
  assert.deepEqual(await send({ clientId: '778899', flow: FLOW }), { type: 'accepted' });
  assert.deepEqual(
    platform.calls.map(({ path }) => path),
    ['/fb/subscriber/setCustomFields', '/fb/sending/sendFlow'],
  );
  assert.deepEqual(lastBody(platform), { subscriber_id: 778899, flow_ns: FLOW });
});

test('without a flow only the fields are set', async (context) => {
  const { platform, send } = await start(context);
  assert.deepEqual(await send({ clientId: '778899', flow: null, event: 'failed' }), { type: 'accepted' });
  assert.equal(platform.calls.length, 1);
  assert.partialDeepStrictEqual(lastBody(platform), {
    subscriber_id: 778899,
    fields: [{ field_name: 'user_validated', field_value: false }],
  });
});

test('a client that is no contact id is refused with what to send', async (context) => {
  const { platform, send } = await start(context);
  assert.match(JSON.stringify(await send({ clientId: 'ana' })), /refused.*contact id/);
  assert.deepEqual(platform.calls, []);
});

test('a field that the account does not have is refused in the platform’s words', async (context) => {
  const { send } = await start(context, []);
  assert.match(JSON.stringify(await send({ clientId: '1', flow: null })), /refused.*Validation error/);
});

test('where the flow cannot be started, the next attempt sets the fields again and starts it', async (context) => {
  const { platform, send } = await start(context);
  const broken = { type: 'answer', status: 500, headers: {}, body: '' } as const;
  platform.misbehave(broken, 1);
  assert.equal((await send({ clientId: '1', flow: FLOW })).type, 'retry');
  assert.deepEqual(await send({ clientId: '1', flow: FLOW }), { type: 'accepted' });
});
