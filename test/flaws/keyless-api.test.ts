import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEY, runningService } from './running-service.ts';

const QUERY = 'client_id=ana&telefono=5215512345678&flow_name=Balance&fecha_cumple=1980-02-03';

// The reference's API asked for no key.
test('nobody makes, reads, lists or cancels a challenge without a good key', async (context) => {
  const { apiUrl } = await runningService(context);
  const id = `chl_${'0'.repeat(32)}`;
  const requests: [string, string][] = [
    ['GET', `/generate_dynamic_page?${QUERY}`],
    ['POST', '/v1/challenges'],
    ['GET', '/v1/challenges'],
    ['GET', `/v1/challenges/${id}`],
    ['POST', `/v1/challenges/${id}/cancel`],
    ['GET', '/metrics'],
  ];
  for (const [method, path] of requests) {
    for (const headers of [
      {},
      { 'x-api-key': 'wrong' },
      { authorization: `Basic ${KEY}` },
      { 'x-api-key': '' },
    ]) {
      const response = await fetch(`${apiUrl}${path}`, { method, headers });
      assert.equal(response.status, 401, `${method} ${path}`);
    }
  }
});

test('a key is taken as a bearer, in X-API-Key, or as a query parameter, which no log shows', async (context) => {
  const service = await runningService(context);
  const url = `${service.apiUrl}/generate_dynamic_page?${QUERY}`;
  const ways: [string, Record<string, string>][] = [
    [url, { authorization: `Bearer ${KEY}` }],
    [url, { 'x-api-key': KEY }],
    [`${url}&api_key=${KEY}`, {}],
  ];
  for (const [target, headers] of ways) assert.equal((await fetch(target, { headers })).status, 200);
  const log = JSON.stringify(service.log.lines);
  for (const secret of [KEY, 'api_key', '5215512345678', '1980-02-03', 'ana'])
    assert.ok(!log.includes(secret));
});
