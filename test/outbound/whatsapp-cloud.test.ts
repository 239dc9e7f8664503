import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { whatsappCloud } from '../../src/outbound/whatsapp-cloud.ts';
import { startWhatsappStandIn } from '../../src/standins/whatsapp-cloud.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { connected, lastBody } from './connected.ts';

const ACCOUNT = { token: 'EAA-s3cret', phoneNumberId: '1050000000', templates: new Set(['confirm']) };
const LINK = 'https://verify.example.test/AAAAAAAAAAAAAAAAAAAAAA';
const settingsFor = (url: string) => ({
  whatsapp_token: ACCOUNT.token,
  whatsapp_phone_number_id: ACCOUNT.phoneNumberId,
  whatsapp_api_url: `${url}/v23.0`,
  whatsapp_button: 'Confirm',
  text_link: 'Please confirm that it is you.',
  text_passed: 'Thank you.',
  text_failed: 'That did not work.',
});

const start = async (context: TestContext, more: object = {}) => {
  const platform = await startWhatsappStandIn(ACCOUNT);
  const settings = { ...settingsFor(platform.url), ...more };
  return { platform, ...connected(context, platform, whatsappCloud, settings) };
};

connectorContract('whatsapp-cloud', async (http, clock) => {
  const platform = await startWhatsappStandIn(ACCOUNT);
  return {
    connector: whatsappCloud.connect(settingsFor(platform.url), http, clock),
    platform,
    secrets: [ACCOUNT.token],
  };
});

test('the link goes out as a button, so that a bot needs one call only', async (context) => {
  const { platform, send } = await start(context);
  assert.deepEqual(await send({ event: 'created', link: LINK }), { type: 'accepted' });
  assert.partialDeepStrictEqual(lastBody(platform), {
    messaging_product: 'whatsapp',
    to: '5215512345678',
    type: 'interactive',
    interactive: {
      type: 'cta_url',
      body: { text: 'Please confirm that it is you.' },
      action: { name: 'cta_url', parameters: { display_text: 'Confirm', url: LINK } },
    },
  });
});

test('with a template, the link’s token is the parameter of its button, and it arrives after a day too', async (context) => {
  const { platform, send } = await start(context, {
    whatsapp_template: 'confirm',
    whatsapp_language: 'es_MX',
  });
  platform.closed.add('5215512345678');
  assert.deepEqual(await send({ event: 'created', link: LINK }), { type: 'accepted' });
  assert.partialDeepStrictEqual(lastBody(platform), {
    type: 'template',
    template: {
      name: 'confirm',
      language: { code: 'es_MX' },
      components: [{ parameters: [{ type: 'text', text: 'AAAAAAAAAAAAAAAAAAAAAA' }] }],
    },
  });
});

test('after a day without a word from the person, a plain message is refused with what to set', async (context) => {
  const { platform, send } = await start(context);
  platform.closed.add('5215512345678');
  assert.match(JSON.stringify(await send()), /refused.*131047.*whatsapp_template/);
});

test('a user whose number is hidden is written to by the id that Meta gives', async (context) => {
  const { platform, send } = await start(context);
  assert.deepEqual(await send({ phone: null, clientId: 'US.13491208655302741918' }), { type: 'accepted' });
  assert.partialDeepStrictEqual(lastBody(platform), { recipient: 'US.13491208655302741918' });
});

test('a limit of Meta’s that comes as 400 is tried again', async (context) => {
  const { platform, send } = await start(context);
  for (const code of [130429, 131056, 131000]) {
    platform.misbehave({
      type: 'answer',
      status: 400,
      headers: {},
      body: JSON.stringify({ error: { code } }),
    });
    assert.equal((await send()).type, 'retry', String(code));
  }
});
