import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import { parse } from 'node-html-parser';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { buildPersonServer } from '../../../src/http/person/server.ts';
import { securityHeaders } from '../../../src/http/security-headers.ts';
import { OPENED_AT, sampleChannel, sampleGone, samplePending } from '../../pages/sample-views.ts';
import { fakeSide, TOKEN } from './fake-side.ts';
import { serve } from './serve.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

function fails(): never {
  throw new StoreUnavailable('disk full');
}

function hasABug(): never {
  throw new Error('a bug');
}

/** One response of each kind that the person's side can give. */
async function everyResponse(): Promise<ReadonlyMap<string, LightMyRequestResponse>> {
  const pending = { type: 'pending', view: samplePending() } as const;
  const decided = { type: 'decided', view: sampleGone('passed') } as const;
  const invalid = { type: 'invalid', faults: new Map(), view: samplePending() } as const;
  const { ask } = serve({ view: () => pending, answer: () => decided });
  const answer = { method: 'POST', url: `/${TOKEN}`, payload: 'q1=a', headers: FORM } as const;
  const iphone = { ...FORM, 'user-agent': 'iPhone' };
  const responses = {
    landing: await ask('/'),
    robots: await ask('/robots.txt'),
    icon: await ask('/favicon.ico'),
    security: await ask('/.well-known/security.txt'),
    question: await ask(`/${TOKEN}`),
    head: await ask({ method: 'HEAD', url: `/${TOKEN}` }),
    redirect: await ask(answer),
    tap: await ask({ ...answer, headers: iphone }),
    unknown: await serve({}).ask(`/${TOKEN}`),
    gone: await serve({ view: () => ({ type: 'gone', view: sampleGone('expired') }) }).ask(`/${TOKEN}`),
    invalid: await serve({ answer: () => invalid }).ask(answer),
    again: await serve({ answer: () => ({ ...pending, type: 'again' }) }).ask(answer),
    denied: await serve({
      deny: () => ({ type: 'denied', view: sampleGone('canceled', { reason: 'canceled_by_person' }) }),
    }).ask({ ...answer, payload: 'not_me=1' }),
    notStopped: await serve({ deny: fails }).ask({ ...answer, payload: 'not_me=1' }),
    locked: await serve({
      view: () => ({
        type: 'locked',
        view: { channel: sampleChannel(), locale: null, now: OPENED_AT, until: null },
      }),
    }).ask(`/${TOKEN}`),
    elsewhere: await ask('/a/b/c'),
    undecodable: await ask('/%zz'),
    long: await ask(`/${'a'.repeat(5000)}`),
    method: await ask({ method: 'DELETE', url: `/${TOKEN}` }),
    wrongType: await ask({ ...answer, headers: { 'content-type': 'text/xml' } }),
    large: await ask({ ...answer, payload: 'a'.repeat(20_000) }),
    brokenLength: await ask({ ...answer, headers: { ...FORM, 'content-length': '3' } }),
    notShown: await serve({ view: fails }).ask(`/${TOKEN}`),
    notRecorded: await serve({ answer: fails }).ask(answer),
    bug: await serve({ view: hasABug }).ask(`/${TOKEN}`),
  };
  return new Map(Object.entries(responses));
}

test('every response has every security header, whatever it answers', async () => {
  for (const [name, { headers }] of await everyResponse()) {
    assert.equal(headers['x-content-type-options'], 'nosniff', name);
    assert.equal(headers['referrer-policy'], 'no-referrer', name);
    assert.equal(headers['cache-control'], 'no-store', name);
    assert.equal(headers['x-robots-tag'], 'noindex, nofollow, noarchive', name);
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin', name);
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin', name);
    assert.match(String(headers['permissions-policy']), /camera=\(\).*geolocation=\(\)/, name);
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /^default-src 'none';/, name);
    assert.match(policy, /frame-ancestors 'none'/, name);
    assert.match(policy, /base-uri 'none'/, name);
    assert.match(policy, /form-action /, name);
    assert.doesNotMatch(policy, /unsafe|\*(?!\.whatsapp)/, name);
    assert.equal(headers['set-cookie'], undefined, name);
    assert.equal(headers['strict-transport-security'], undefined, name);
  }
});

test('every inline part of every page is let through by its hash, and nothing else is', async () => {
  for (const [name, { headers, body }] of await everyResponse()) {
    if (!String(headers['content-type']).startsWith('text/html')) continue;
    const inlined = (selector: string): unknown =>
      parse(body)
        .querySelectorAll(selector)
        .map(({ rawText }) => `'sha256-${createHash('sha256').update(rawText).digest('base64')}'`);
    const policy = String(headers['content-security-policy']);
    const listed = (directive: string): unknown =>
      [...(new RegExp(`${directive} ([^;]*)`).exec(policy)?.[1] ?? '').matchAll(/'sha256-[^']+'/g)].map(
        String,
      );
    if (name === 'head') continue;
    assert.deepEqual(listed('style-src'), inlined('style'), name);
    assert.deepEqual(listed('script-src'), inlined('script'), name);
  }
});

test('a form may lead to ourselves and to the return link; a page without one leads nowhere', async () => {
  const responses = await everyResponse();
  const formAction = (name: string): string | undefined =>
    /form-action ([^;]*)/.exec(String(responses.get(name)?.headers['content-security-policy']))?.[1];
  for (const name of ['question', 'invalid', 'again', 'notRecorded']) {
    assert.equal(formAction(name), "'self' https://wa.me https://*.whatsapp.com whatsapp:", name);
  }
  for (const name of ['landing', 'gone', 'tap', 'unknown', 'icon', 'redirect']) {
    assert.equal(formAction(name), "'none'", name);
  }
});

test('with TLS of our own the browser is told to come back by TLS for a year', async () => {
  const app = buildPersonServer(fakeSide({}).side, { tls: { cert: '', key: '' }, trustedProxies: [] });
  const ask = async (url: string): Promise<LightMyRequestResponse> => app.inject(url);
  for (const url of ['/', '/%zz', '/a/b']) {
    const { headers } = await ask(url);
    assert.equal(headers['strict-transport-security'], 'max-age=31536000', url);
  }
});

test('what no route ever sees has them too: bytes that are no request, and requests that two servers could read differently', async (t) => {
  const app = buildPersonServer(fakeSide({}).side, { tls: null, trustedProxies: [] });
  t.after(() => app.close());
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  assert.ok(address !== null && typeof address === 'object');
  for (const [request, status] of [
    ['GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
    ['no request\r\n\r\n', 400],
    ['GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['TRACE / HTTP/1.1\r\nHost: a\r\n\r\n', 405],
    [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ] as const) {
    const answer = await answerTo(address.port, request);
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `), request.slice(0, 40));
    for (const [name, value] of Object.entries(securityHeaders(false))) {
      if (name === 'content-security-policy') continue;
      assert.ok(answer.includes(`${name}: ${value}\r\n`), `${name}: ${request.slice(0, 40)}`);
    }
    assert.match(answer, /content-security-policy: default-src 'none';/);
  }
});

async function answerTo(port: number, request: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(request);
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += String(chunk);
  });
  await once(socket, 'close');
  return answer;
}
