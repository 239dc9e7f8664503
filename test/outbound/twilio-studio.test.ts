import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { twilioStudio } from '../../src/outbound/twilio-studio.ts';
import { startTwilioStandIn } from '../../src/standins/twilio-studio.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { connected } from './connected.ts';

const ACCOUNT = { accountSid: 'AC0123456789', authToken: 'tw-s3cret', flowSid: `FW${'0'.repeat(32)}` };
const settingsFor = (url: string) => ({
  twilio_account_sid: ACCOUNT.accountSid,
  twilio_auth_token: ACCOUNT.authToken,
  twilio_flow_sid: ACCOUNT.flowSid,
  twilio_from: 'whatsapp:+14155238886',
  twilio_api_url: url,
});

const start = async (context: TestContext) => {
  const platform = await startTwilioStandIn(ACCOUNT);
  return { platform, ...connected(context, platform, twilioStudio, settingsFor(platform.url)) };
};

connectorContract('twilio-studio', async (http, clock) => {
  const platform = await startTwilioStandIn(ACCOUNT);
  return {
    connector: twilioStudio.connect(settingsFor(platform.url), http, clock),
    platform,
    secrets: [ACCOUNT.authToken],
    exceptions: new Map([[409, 'retry' as const]]),
  };
});

test('an execution is started for the person’s number, with the verdict as JSON in a form field', async (context) => {
  const { platform, send } = await start(context);
  assert.deepEqual(await send({ phone: '+52 1 55 1234 5678', event: 'failed' }), { type: 'accepted' });
  const form = new URLSearchParams(platform.calls[0]?.body);
  assert.equal(form.get('To'), 'whatsapp:+5215512345678');
  assert.equal(form.get('From'), 'whatsapp:+14155238886');
  assert.partialDeepStrictEqual(JSON.parse(form.get('Parameters') ?? ''), {
    user_validated: false,
    event: 'challenge.failed',
    flow: 'Balance',
  });
});

test('while another flow runs for the number, it is tried again', async (context) => {
  const { platform, send } = await start(context);
  platform.busy.add('whatsapp:+5215512345678');
  assert.match(JSON.stringify(await send()), /retry.*still running/);
  platform.busy.clear();
  assert.deepEqual(await send(), { type: 'accepted' });
});

test('a client without a telephone number is refused with what to send', async (context) => {
  const { platform, send } = await start(context);
  assert.match(JSON.stringify(await send({ phone: null, clientId: 'ana' })), /refused.*telephone number/);
  assert.deepEqual(platform.calls, []);
});
