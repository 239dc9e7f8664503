import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callbackRefusal } from '../../src/app/callback-refusal.ts';

const refusal = (origins: readonly string[] | null, url: string | null) =>
  callbackRefusal(
    { callbackOrigins: origins === null ? null : new Set(origins) },
    url === null ? null : { url, bearer: null },
  )?.type ?? null;

test('a channel that tells by callback wants a URL on one of its hosts', () => {
  const origins = ['https://n8n.example.com', 'http://localhost:5678'];
  assert.equal(refusal(origins, 'https://n8n.example.com/webhook-waiting/1?signature=x'), null);
  assert.equal(refusal(origins, 'HTTPS://N8N.example.com:443/x'), null);
  assert.equal(refusal(origins, 'http://localhost:5678/x'), null);
  assert.equal(refusal(origins, null), 'callback_missing');
});

test('another host, port or scheme is elsewhere, however it is dressed up', () => {
  const origins = ['https://n8n.example.com'];
  for (const url of [
    'http://n8n.example.com/x',
    'https://n8n.example.com:8443/x',
    'https://n8n.example.com.evil.test/x',
    'https://n8n.example.com@evil.test/x',
    'https://evil.test/n8n.example.com',
    'https://evil.test/?https://n8n.example.com',
    'https://evil.test\\@n8n.example.com/',
    'https://n8n.example.com./x',
    'data:text/plain,https://n8n.example.com',
    '',
  ]) {
    assert.equal(refusal(origins, url), 'callback_elsewhere', url);
  }
});

test('a channel that tells in another way calls no URL of a request', () => {
  assert.equal(refusal(null, null), null);
  assert.equal(refusal(null, 'https://n8n.example.com/x'), 'callback_not_taken');
});
