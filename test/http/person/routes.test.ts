import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import { parse } from 'node-html-parser';
import type { AnswerOutcome } from '../../../src/app/person-view.ts';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { instant } from '../../../src/kernel/instant.ts';
import { OPENED_AT, sampleChannel, sampleGone, samplePending } from '../../pages/sample-views.ts';
import { TOKEN } from './fake-side.ts';
import { type Served, serve } from './serve.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const RETURN_URL = 'https://wa.me/5215550001111';
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148';

const pending = { view: () => ({ type: 'pending', view: samplePending() }) as const };
const answering = (outcome: AnswerOutcome) => ({ answer: () => outcome });
const decided = (verdict: 'passed' | 'failed', channel = sampleChannel()) =>
  answering({ type: 'decided', view: sampleGone(verdict, { channel }) });

const heading = (response: LightMyRequestResponse): string =>
  parse(response.body).querySelector('h1')?.textContent ?? '';

const post = (
  { ask }: Served,
  payload = 'q1=Zt0_m2xw',
  headers: Readonly<Record<string, string>> = {},
): Promise<LightMyRequestResponse> =>
  ask({ method: 'POST', url: `/${TOKEN}`, payload, headers: { ...FORM, ...headers } });

test('a link that is pending shows its questions', async () => {
  const { ask, asked } = serve(pending);
  const response = await ask(`/${TOKEN}`);
  assert.equal(response.statusCode, 200);
  assert.equal(response.headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(parse(response.body).querySelectorAll('fieldset').length, 1);
  assert.deepEqual(
    asked.map(({ type, token }) => [type, token]),
    [['view', TOKEN]],
  );
});

test('opening a link, as often as one likes and with either method, never answers', async () => {
  const { ask, asked } = serve(pending);
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD'] as const) {
    await ask({ method, url: `/${TOKEN}?q1=Zt0_m2xw` });
  }
  assert.deepEqual(
    asked.map(({ type }) => type),
    ['view', 'view', 'view', 'view'],
  );
});

test('HEAD answers as GET does, without the page', async () => {
  const { ask } = serve(pending);
  const [get, head] = [await ask(`/${TOKEN}`), await ask({ method: 'HEAD', url: `/${TOKEN}` })];
  assert.equal(head.statusCode, 200);
  assert.equal(head.body, '');
  const { date: _get, ...headersOfGet } = get.headers;
  const { date: _head, ...headersOfHead } = head.headers;
  assert.deepEqual(headersOfHead, headersOfGet);
});

test('a link that is gone is 410, one that nobody has is 404', async () => {
  for (const verdict of ['passed', 'failed', 'expired', 'canceled'] as const) {
    const { ask } = serve({ view: () => ({ type: 'gone', view: sampleGone(verdict) }) });
    assert.equal((await ask(`/${TOKEN}`)).statusCode, 410, verdict);
  }
  assert.equal((await serve({}).ask(`/${TOKEN}`)).statusCode, 404);
});

test('what cannot be a link is answered exactly as a link that nobody has, and is not looked up', async () => {
  const { ask, asked } = serve({});
  const unknown = await ask(`/${TOKEN}`);
  for (const path of [
    'short',
    'a'.repeat(65),
    'a'.repeat(500),
    `${TOKEN}.`,
    `${TOKEN}%00`,
    '%zz',
    'a/b',
    `${TOKEN}/`,
    'é'.repeat(22),
  ]) {
    const response = await ask(`/${path}`);
    assert.equal(response.statusCode, 404, path);
    assert.equal(response.body, unknown.body, path);
    assert.equal(response.headers['content-security-policy'], unknown.headers['content-security-policy']);
  }
  await ask({ method: 'POST', url: '/short', payload: 'q1=a', headers: FORM });
  assert.equal(asked.length, 1);
});

test('an answer that decides leads back to the chat', async () => {
  const response = await post(serve(decided('passed')));
  assert.equal(response.statusCode, 303);
  assert.equal(response.headers.location, RETURN_URL);
  assert.equal(response.body, '');
});

test('right and wrong lead back in the same way, header for header and byte for byte', async () => {
  for (const agent of ['', IPHONE]) {
    const passed = await post(serve(decided('passed')), 'q1=a', { 'user-agent': agent });
    const failed = await post(serve(decided('failed')), 'q1=b', { 'user-agent': agent });
    assert.equal(passed.statusCode, failed.statusCode);
    assert.equal(passed.body, failed.body);
    assert.deepEqual({ ...passed.headers, date: '' }, { ...failed.headers, date: '' });
  }
});

test('where a redirect opens no app, a page with the link to tap is shown', async () => {
  const forced = await post(serve(decided('passed', sampleChannel({ returnMode: 'page' }))));
  const onIphone = await post(serve(decided('passed')), 'q1=a', { 'user-agent': IPHONE });
  for (const response of [forced, onIphone]) {
    assert.equal(response.statusCode, 200);
    assert.equal(parse(response.body).querySelector('a.button')?.getAttribute('href'), RETURN_URL);
  }
});

test('a form that could not be taken comes back with 422 and what was chosen', async () => {
  const faults = new Map([['q1', 'missing']] as const);
  const side = serve(answering({ type: 'invalid', faults, view: samplePending() }));
  const response = await post(side, 'q2=x');
  assert.equal(response.statusCode, 422);
  assert.equal(parse(response.body).querySelectorAll('[role=alert] a[href="#q1-1"]').length, 1);
});

test('a wrong answer with tries left shows the questions again', async () => {
  const response = await post(serve(answering({ type: 'again', view: samplePending() })));
  assert.equal(response.statusCode, 200);
  assert.match(response.body, /That did not match/);
  assert.equal(parse(response.body).querySelectorAll('fieldset').length, 1);
});

test('an answer to a link that is gone is 410, to one that nobody has 404', async () => {
  const gone = await post(serve(answering({ type: 'gone', view: sampleGone('passed') })));
  assert.deepEqual([gone.statusCode, heading(gone)], [410, 'This link has been answered']);
  assert.equal((await post(serve({}))).statusCode, 404);
});

test('the answer is asked for with every value of every field but the device, which goes to the visitor', async () => {
  const side = serve(decided('failed'));
  const device = encodeURIComponent(JSON.stringify({ languages: ['es'], platform: 'Linux', pixelRatio: 2 }));
  await post(side, `q1=a&q1=b&q2=&x=y&device=${device}`, {
    'user-agent': 'Phone/1',
    'accept-language': 'es',
  });
  const [asked] = side.asked;
  assert.equal(asked?.type, 'answer');
  assert.deepEqual(
    [...asked.fields],
    [
      ['q1', ['a', 'b']],
      ['q2', ['']],
      ['x', ['y']],
    ],
  );
  assert.equal(asked.visitor.userAgent, 'Phone/1');
  assert.equal(asked.visitor.acceptLanguage, 'es');
  assert.equal(asked.visitor.device?.platform, 'Linux');
});

test('what the device field holds never decides whether an answer is taken', async () => {
  for (const device of [
    '',
    '{',
    '%00',
    '[]',
    'x'.repeat(9000),
    '{"languages":{"length":1e9}}',
    'a&device=b',
  ]) {
    assert.equal(
      (await post(serve(decided('passed')), `q1=a&device=${device}`)).statusCode,
      303,
      device.slice(0, 20),
    );
  }
});

test('a forwarded address counts only from a trusted proxy', async () => {
  const { ask, asked } = serve(pending);
  const headers = { 'x-forwarded-for': '203.0.113.7' };
  await ask({ url: `/${TOKEN}`, headers, remoteAddress: '198.51.100.1' });
  await ask({ url: `/${TOKEN}`, headers, remoteAddress: '10.1.2.3' });
  assert.deepEqual(
    asked.map(({ visitor }) => visitor.address),
    ['198.51.100.1', '203.0.113.7'],
  );
});

test('a body that is no form is 415, one above 16 KiB is 413, and neither is taken as an answer', async () => {
  const side = serve(decided('passed'));
  for (const type of ['application/json', 'multipart/form-data; boundary=a', 'text/plain', '']) {
    assert.equal((await post(side, '{"q1":"a"}', { 'content-type': type })).statusCode, 415, type);
  }
  assert.equal((await post(side, `q1=${'a'.repeat(17_000)}`)).statusCode, 413);
  assert.deepEqual(side.asked, []);
});

test('a form in its charset is a form, and no body at all is a form without fields', async () => {
  const side = serve(decided('passed'));
  await post(side, 'q1=%C3%B1', { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' });
  await side.ask({ method: 'POST', url: `/${TOKEN}` });
  assert.deepEqual(
    side.asked.map((asked) => (asked.type === 'answer' ? [...asked.fields] : null)),
    [[['q1', ['ñ']]], []],
  );
});

test('other methods are 405 with the ones that would do', async () => {
  const { ask } = serve(pending);
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
    const response = await ask({ method, url: `/${TOKEN}` });
    assert.deepEqual([response.statusCode, response.headers.allow], [405, 'GET, HEAD, POST'], method);
  }
  for (const url of ['/', '/robots.txt', '/favicon.ico', '/.well-known/security.txt']) {
    const response = await ask({
      method: 'POST',
      url,
      payload: '{}',
      headers: { 'content-type': 'application/json' },
    });
    assert.deepEqual([response.statusCode, response.headers.allow], [405, 'GET, HEAD'], url);
  }
});

test('an answer that could not be recorded is told so, and can be sent again as it was', async () => {
  const side = serve({
    answer: () => {
      throw new StoreUnavailable('disk full');
    },
  });
  const response = await post(side, 'q1=Zt0_m2xw&device=%7B%7D&x=y');
  assert.equal(response.statusCode, 503);
  assert.match(String(response.headers['retry-after']), /^\d+$/);
  assert.equal(heading(response), 'Your answer could not be recorded');
  assert.deepEqual(
    parse(response.body)
      .querySelectorAll('form input')
      .map((input) => [input.getAttribute('name'), input.getAttribute('value')]),
    [['q1', 'Zt0_m2xw']],
  );
  assert.match(String(response.headers['content-security-policy']), /form-action 'self' https:\/\/wa\.me /);
});

test('who says that it was not they is thanked, and nothing is answered, whatever else the form holds', async () => {
  const view = sampleGone('canceled', { reason: 'canceled_by_person' });
  const side = serve({ ...decided('passed'), deny: () => ({ type: 'denied', view }) });
  const response = await post(side, 'q1=Zt0_m2xw&not_me=1', { 'user-agent': 'Phone/1' });
  assert.deepEqual([response.statusCode, heading(response)], [200, 'Thank you for telling us']);
  assert.deepEqual(
    side.asked.map(({ type, visitor }) => [type, visitor.userAgent]),
    [['deny', 'Phone/1']],
  );
  assert.equal(parse(response.body).querySelector('a.button')?.getAttribute('href'), RETURN_URL);
});

test('a word that comes after the verdict finds the link gone, one to an unknown link nothing', async () => {
  const gone = await post(serve({ deny: () => ({ type: 'gone', view: sampleGone('failed') }) }), 'not_me=1');
  assert.deepEqual([gone.statusCode, heading(gone)], [410, 'This link has been answered']);
  assert.equal((await post(serve({}), 'not_me=1')).statusCode, 404);
});

test('a word that could not be recorded is told so, and can be said again', async () => {
  const side = serve({
    deny: () => {
      throw new StoreUnavailable('disk full');
    },
  });
  const response = await post(side, 'q1=a&not_me=1');
  assert.deepEqual([response.statusCode, heading(response)], [503, 'The link could not be stopped']);
  assert.deepEqual(
    parse(response.body)
      .querySelectorAll('form input')
      .map((input) => [input.getAttribute('name'), input.getAttribute('value')]),
    [['not_me', '1']],
  );
});

test('who is locked out is told for how long, in words and to programs, and is shown no question', async () => {
  const until = instant(OPENED_AT + 90_500);
  const view = { channel: sampleChannel(), locale: null, now: OPENED_AT, until };
  const side = serve({ view: () => ({ type: 'locked', view }), answer: () => ({ type: 'locked', view }) });
  for (const response of [await side.ask(`/${TOKEN}`), await post(side)]) {
    assert.deepEqual([response.statusCode, heading(response)], [429, 'Too many wrong answers']);
    assert.equal(response.headers['retry-after'], '91');
    assert.match(response.body, /in 2 minutes\./);
    assert.equal(parse(response.body).querySelectorAll('input').length, 0);
    assert.equal(parse(response.body).querySelector('button')?.getAttribute('name'), 'not_me');
  }
  const helpless = { ...view, until: null };
  const response = await serve({ view: () => ({ type: 'locked', view: helpless }) }).ask(`/${TOKEN}`);
  assert.equal(response.headers['retry-after'], undefined);
});

test('the parts of a typed date are sent again with the answer that could not be recorded', async () => {
  const side = serve({
    answer: () => {
      throw new StoreUnavailable('disk full');
    },
  });
  const response = await post(side, 'q1-day=3&q1-month=2&q1-year=1980&q1-device=x&q2=%D9%A1');
  assert.deepEqual(
    parse(response.body)
      .querySelectorAll('form input')
      .map((input) => [input.getAttribute('name'), input.getAttribute('value')]),
    [
      ['q1-day', '3'],
      ['q1-month', '2'],
      ['q1-year', '1980'],
      ['q2', '١'],
    ],
  );
});

test('an iPad that calls itself a Macintosh gets a page to tap, by what its script tells of the screen', async () => {
  const macintosh = { 'user-agent': 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15' };
  const device = (touchPoints: unknown): string =>
    `q1=a&device=${encodeURIComponent(JSON.stringify({ touchPoints }))}`;
  assert.equal((await post(serve(decided('passed')), device(5), macintosh)).statusCode, 200);
  for (const points of [0, null, '5', -1, {}]) {
    assert.equal((await post(serve(decided('passed')), device(points), macintosh)).statusCode, 303);
  }
});

test('a question that could not be read is 503, with a link to try again', async () => {
  const side = serve({
    view: () => {
      throw new StoreUnavailable('connection lost');
    },
  });
  const response = await side.ask(`/${TOKEN}`);
  assert.deepEqual([response.statusCode, heading(response)], [503, 'The question could not be shown']);
  assert.equal(parse(response.body).querySelector('a.button')?.getAttribute('href'), '');
});

test('a bug is a kind page to the person, and a line to the operator without the token', async () => {
  const side = serve({
    view: () => {
      throw new TypeError(`the link ${TOKEN}`);
    },
  });
  const response = await side.ask(`/${TOKEN}`);
  assert.deepEqual([response.statusCode, heading(response)], [500, 'Something went wrong on our side']);
  assert.doesNotMatch(response.body, /the link|TypeError/);
  assert.equal(side.logged.length, 1);
  assert.match(JSON.stringify(side.logged), /TypeError.*routes\.test\.ts/);
  assert.doesNotMatch(JSON.stringify(side.logged), new RegExp(`the link|${TOKEN}`));
});

test('the landing page leads to the chat where there is only one', async () => {
  const links = async (channels: readonly ReturnType<typeof sampleChannel>[]) => {
    const response = await serve({}, { channels }).ask('/');
    assert.equal(response.statusCode, 200);
    return parse(response.body)
      .querySelectorAll('a')
      .map((link) => link.getAttribute('href'));
  };
  assert.deepEqual(await links([sampleChannel()]), [RETURN_URL]);
  assert.deepEqual(await links([sampleChannel(), sampleChannel()]), []);
});

test("the bot's language goes before the browser's, and the browser's before English", async () => {
  const lang = async (locale: string | null, acceptLanguage: string) => {
    const { ask } = serve({ view: () => ({ type: 'pending', view: samplePending({ locale }) }) });
    const response = await ask({ url: `/${TOKEN}`, headers: { 'accept-language': acceptLanguage } });
    return parse(response.body).querySelector('html')?.getAttribute('lang');
  };
  assert.equal(await lang('es-MX', 'en'), 'es');
  assert.equal(await lang(null, 'es-MX'), 'es');
  assert.equal(await lang('xx', 'yy'), 'en');
});
