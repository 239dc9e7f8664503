import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from './serve.ts';

test('security.txt names a contact, an end within a year, a language and itself', async () => {
  const { ask } = serve({});
  const response = await ask('/.well-known/security.txt');
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-type'], 'text/plain; charset=utf-8');
  assert.deepEqual(response.body.split('\n'), [
    'Contact: mailto:security@verify.example.test',
    'Expires: 2027-05-21T00:00:00.000Z',
    'Preferred-Languages: en',
    'Canonical: https://verify.example.test/.well-known/security.txt',
    '',
  ]);
});

test('the contact is the one that the operator set, and plain http has no canonical address', async () => {
  const { ask } = serve(
    {},
    { securityContact: 'https://example.test/report', publicUrl: 'http://localhost:8080' },
  );
  const { body } = await ask('/.well-known/security.txt');
  assert.match(body, /^Contact: https:\/\/example\.test\/report$/m);
  assert.doesNotMatch(body, /Canonical/);
});

test('robots are asked to stay away', async () => {
  const { ask } = serve({});
  const response = await ask('/robots.txt');
  assert.equal(response.body, 'User-agent: *\nDisallow: /\n');
  assert.equal(response.headers['content-type'], 'text/plain; charset=utf-8');
});

test('the icon is a small icon file with a PNG in it', async () => {
  const { ask } = serve({});
  const response = await ask('/favicon.ico');
  assert.equal(response.headers['content-type'], 'image/x-icon');
  assert.ok(response.rawPayload.byteLength < 400);
  assert.deepEqual([...response.rawPayload.subarray(0, 6)], [0, 0, 1, 0, 1, 0]);
  assert.equal(response.rawPayload.toString('latin1', 23, 26), 'PNG');
});

test('the keys by which evidence can be believed are there for anyone', async () => {
  const { ask } = serve({});
  const response = await ask('/.well-known/countersign-keys.json');
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-type'], 'application/json; charset=utf-8');
  assert.deepEqual(response.json(), {
    origin: 'log.example',
    keys: [{ key: 'log.example+1+AQ==', algorithm: 'Ed25519', pem: 'PEM', current: true }],
  });
});
