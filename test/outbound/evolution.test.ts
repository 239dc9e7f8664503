import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { evolution } from '../../src/outbound/evolution.ts';
import { startEvolutionStandIn } from '../../src/standins/evolution.ts';
import { connectorContract } from '../contracts/connector-contract.ts';
import { connected, lastBody } from './connected.ts';

const INSTANCE = { apiKey: 'ev-s3cret', instance: 'My bank' };
const TEXTS = { text_link: 'Confirm: {link} (one minute)', text_passed: 'Thank you.' };
const LINK = 'https://verify.example.test/AAAAAAAAAAAAAAAAAAAAAA';
const settingsFor = (url: string) => ({
  evolution_url: url,
  evolution_api_key: INSTANCE.apiKey,
  evolution_instance: INSTANCE.instance,
  ...TEXTS,
});

const start = async (context: TestContext) => {
  const platform = await startEvolutionStandIn(INSTANCE);
  return { platform, ...connected(context, platform, evolution, settingsFor(platform.url)) };
};

connectorContract('evolution', async (http, clock) => {
  const platform = await startEvolutionStandIn(INSTANCE);
  return {
    connector: evolution.connect(settingsFor(platform.url), http, clock),
    platform,
    secrets: [INSTANCE.apiKey],
  };
});

test('the link goes out in the words of the settings, and is not previewed', async (context) => {
  const { platform, send } = await start(context);
  assert.deepEqual(await send({ event: 'created', link: LINK }), { type: 'accepted' });
  assert.deepEqual(lastBody(platform), {
    number: '5215512345678',
    text: `Confirm: ${LINK} (one minute)`,
    linkPreview: false,
  });
});

test('only events with words are told', async (context) => {
  const { connector } = await start(context);
  assert.deepEqual([...connector.events], ['created', 'passed']);
});

test('a link that is gone is not sent', async (context) => {
  const { platform, send } = await start(context);
  assert.equal((await send({ event: 'created', link: null })).type, 'refused');
  assert.deepEqual(platform.calls, []);
});
