import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, KEY, linkOf, runningService, shownBy } from './running-service.ts';

// The reference's page ids were six characters of a seedable generator; the form carried client, phone and flow.
test('links have 128 random bits behind their time, none like another', async (context) => {
  const service = await runningService(context);
  const tokens = new Set<string>();
  const random = new Set<string>();
  for (let client = 0; client < 50; client++) {
    const link = await linkOf(await ask(service.apiUrl, `client ${client}`));
    const token = new URL(link).pathname.slice(1);
    assert.match(token, /^[A-Za-z0-9_-]{27}$/);
    tokens.add(token);
    random.add(Buffer.from(token, 'base64url').toString('hex', 4));
  }
  assert.equal(tokens.size, 50);
  assert.equal(random.size, 50);
  for (const bytes of random) assert.equal(bytes.length, 32);
});

test('the page carries neither client, phone nor flow, nor anything that tells which option is right', async (context) => {
  const service = await runningService(context);
  const link = await linkOf(await ask(service.apiUrl, 'client-with-a-name'));
  const html = await (await fetch(link)).text();
  for (const secret of ['client-with-a-name', '5215512345678', 'Balance', 'correct', ' checked']) {
    assert.ok(!html.includes(secret), `the page holds ${secret}`);
  }
  const { options } = await shownBy(link);
  assert.equal(new Set(options.map(({ value }) => value.length)).size, 1);
});

test('markup in what the bot sends is text on the page', async (context) => {
  const service = await runningService(context);
  const purpose = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
  const response = await fetch(`${service.apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: 'ana', facts: { date_of_birth: '1980-02-03' }, purpose }),
  });
  assert.equal(response.status, 201);
  const body: unknown = await response.json();
  assert.ok(typeof body === 'object' && body !== null && 'url' in body);
  const html = await (await fetch(String(body.url))).text();
  assert.ok(!html.includes('<script>alert'));
  assert.ok(!html.includes('<img'));
  assert.ok(html.includes('&lt;script&gt;'));
});
