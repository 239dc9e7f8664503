import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFactsStandIn } from '../../src/standins/facts.ts';
import { LEAST_SETTINGS, serving, workingDirectory } from './command-line.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const CANARY = '1977-07-17';

test('a bot that knows no fact gets a link for every client, and neither fact nor client is logged', async (context) => {
  const clients = new Map([['client-known', { date_of_birth: CANARY }]]);
  const core = await startFactsStandIn({ secret: SECRET, clients });
  context.after(() => core.close());
  const service = await serving(context, workingDirectory(context), {
    ...LEAST_SETTINGS,
    FACTS_URL: `${core.url}/facts`,
    FACTS_SECRET: SECRET,
    FACTS_ALLOW_PRIVATE: 'true',
  });
  const ask = async (clientId: string) =>
    await fetch(`${service.apiUrl}/v1/challenges`, {
      method: 'POST',
      headers: { authorization: `Bearer ${LEAST_SETTINGS['API_KEY']}`, 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: clientId }),
    });

  const sizes = new Set<number>();
  for (const clientId of ['client-known', 'client-nobody']) {
    const made = await ask(clientId);
    assert.equal(made.status, 201);
    // The contract's form of an answer with 201.
    const { url } = (await made.json()) as { readonly url: string };
    const page = await fetch(`${service.webUrl}${new URL(url).pathname}`);
    assert.equal(page.status, 200);
    sizes.add([...(await page.text()).matchAll(/type="radio"/g)].length);
  }
  assert.deepEqual([...sizes], [5]);

  core.misbehave({ type: 'reset' });
  const refused = await ask('client-known');
  assert.equal(refused.status, 503);
  assert.match(String(refused.headers.get('retry-after')), /^[1-9]\d*$/);
  assert.match(await refused.text(), /facts_unavailable/);

  const { output, complaint } = await service.stop();
  assert.match(`${output}${complaint}`, /the fact source gave no answer/);
  assert.doesNotMatch(`${output}${complaint}`, /1977|client-known|client-nobody|whsec_/);
});
