import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expireChallenges } from '../../../src/app/expire-challenges.ts';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import { begunLog } from '../../app/begun-log.ts';
import { tokenOf } from '../../app/challenge-journey.ts';
import { inject } from '../requests.ts';
import { asked, deskForTests, post, visit } from './desk-for-tests.ts';

const PAGES = [
  '/desk',
  '/desk/challenges',
  '/desk/deliveries',
  '/desk/clients',
  '/desk/try',
  '/desk/chatfuel',
];

test('every page is there for whoever is signed in, and leads everybody else to the door', async (t) => {
  const desk = await deskForTests(t);
  const operator = await visit(desk);
  for (const url of PAGES) {
    const page = await operator.get(url);
    assert.equal(page.statusCode, 200, url);
    assert.match(page.body, /<h1>/);
    const turnedAway = await inject(desk.app, { url });
    assert.equal(turnedAway.statusCode, 303, url);
    assert.match(String(turnedAway.headers.location), /^\/desk\/sign-in/);
    assert.equal(turnedAway.body, '');
  }
});

test('the cookie is of this host alone, out of reach of scripts and of other sites', async (t) => {
  const desk = await deskForTests(t);
  const begun = await post(desk, '/desk/sign-in', { key: desk.key });
  assert.equal(begun.statusCode, 303);
  const cookie = String(begun.headers['set-cookie']);
  assert.match(cookie, /^__Host-countersign-desk=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
});

test('pages run no script, load nothing from elsewhere, and are kept by nobody', async (t) => {
  const desk = await deskForTests(t);
  const { headers, body } = await (await visit(desk)).get('/desk');
  const policy = String(headers['content-security-policy']);
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'none'/);
  assert.match(policy, /style-src 'sha256-[\w+/=]+'(;|$)/);
  assert.match(policy, /form-action 'self'/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['x-content-type-options'], 'nosniff');
  assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
  assert.equal(headers['content-encoding'], undefined);
  assert.doesNotMatch(body, /<script|\sstyle="|\son\w+="/);
});

test('no bot’s key opens the desk, and no operator’s the API', async (t) => {
  const desk = await deskForTests(t);
  const botKey = await desk.newKey({ scope: 'bot' });
  const refused = await post(desk, '/desk/sign-in', { key: botKey });
  assert.equal(refused.statusCode, 403);
  assert.equal(refused.headers['set-cookie'], undefined);
  assert.match(refused.body, /This key opens no desk/);
  const list = (key: string) =>
    inject(desk.app, { url: '/v1/challenges', headers: { authorization: `Bearer ${key}` } });
  assert.equal((await list(botKey)).statusCode, 200);
  assert.equal((await list(desk.key)).statusCode, 401);
});

test('wrong keys from one network are limited, and the right one too while that lasts', async (t) => {
  const desk = await deskForTests(t);
  const statuses: number[] = [];
  for (let count = 0; count < 11; count += 1)
    statuses.push((await post(desk, '/desk/sign-in', { key: 'csk_no' })).statusCode);
  assert.deepEqual(statuses, [...Array.from({ length: 10 }, () => 403), 429]);
  const late = await post(desk, '/desk/sign-in', { key: desk.key });
  assert.equal(late.statusCode, 429);
  assert.ok(Number(late.headers['retry-after']) > 0);
  assert.equal(late.headers['set-cookie'], undefined);
});

test('the right key counts towards no limit', async (t) => {
  const desk = await deskForTests(t);
  for (let count = 0; count < 15; count += 1) {
    assert.equal((await post(desk, '/desk/sign-in', { key: desk.key })).statusCode, 303);
  }
});

test('a form of another site, or without the session’s word, changes nothing', async (t) => {
  const desk = await deskForTests(t);
  const operator = await visit(desk);
  const another = await visit(desk);
  const { cookie, csrf } = operator;
  const elsewhere: readonly Readonly<Record<string, string>>[] = [
    { cookie, origin: 'https://evil.example' },
    { cookie, origin: 'null' },
    { cookie, 'sec-fetch-site': 'cross-site' },
    { cookie, 'sec-fetch-site': 'same-site' },
    { cookie, 'sec-fetch-site': 'none' },
  ];
  for (const headers of elsewhere) {
    const answer = await post(desk, '/desk/sign-out', { csrf }, headers);
    assert.equal(answer.statusCode, 403, JSON.stringify(headers));
  }
  for (const fields of [{}, { csrf: '' }, { csrf: another.csrf }]) {
    const answer = await post(desk, '/desk/sign-out', fields, { cookie });
    assert.equal(answer.statusCode, 403);
    assert.match(answer.body, /Nothing was changed/);
  }
  assert.equal((await operator.get('/desk')).statusCode, 200);
  const fromElsewhere = { origin: 'https://evil.example' };
  assert.equal((await post(desk, '/desk/sign-in', { key: desk.key }, fromElsewhere)).statusCode, 403);
});

test('who signs out is out, with that cookie and for good', async (t) => {
  const desk = await deskForTests(t);
  const operator = await visit(desk);
  const out = await operator.send('/desk/sign-out');
  assert.equal(out.statusCode, 303);
  assert.match(String(out.headers['set-cookie']), /Max-Age=0/);
  const again = await operator.get('/desk/clients');
  assert.equal(again.headers.location, '/desk/sign-in?to=%2Fdesk%2Fclients&done=session_over');
});

test('signing in leads on to the page that was wanted, and never to another host', async (t) => {
  const desk = await deskForTests(t);
  const to = async (path: string) =>
    (await post(desk, '/desk/sign-in', { key: desk.key, to: path })).headers.location;
  assert.equal(await to('/desk/clients'), '/desk/clients');
  for (const path of ['https://evil.example', '//evil.example', '/desk@evil', '/desk/\\evil', '/elsewhere']) {
    assert.equal(await to(path), '/desk?begun', path);
  }
});

test('a browser that kept no cookie is told what to do', async (t) => {
  const desk = await deskForTests(t);
  const turned = await inject(desk.app, { url: '/desk?begun' });
  assert.equal(turned.headers.location, '/desk/sign-in?done=cookie_refused');
  const door = await inject(desk.app, { url: String(turned.headers.location) });
  assert.match(door.body, /did not keep the cookie/);
});

test('what is another channel’s does not exist for a key, and does for one of every channel', async (t) => {
  const desk = await deskForTests(t);
  await begunLog(desk.service);
  const theirs = await asked(desk, desk.other, 'theirs');
  desk.service.clock.jump(61_000);
  await expireChallenges(desk.service);
  const [delivery] = await desk.service.store.deliveries.ofChallenges([theirs.id]);
  assert.ok(delivery !== undefined);
  const ref = desk.service.vault.pseudonym('theirs');
  const pages = [
    `/desk/challenges/${theirs.id}`,
    `/desk/challenges/${theirs.id}/evidence.json`,
    `/desk/challenges/${theirs.id}/evidence.pdf?reveal=all`,
    `/desk/clients/other/${ref}`,
  ];
  const operator = await visit(desk);
  const everyones = await visit(desk, desk.wholeKey);
  for (const url of pages) {
    assert.equal((await operator.get(url)).statusCode, 404, url);
    assert.equal((await everyones.get(url)).statusCode, 200, url);
  }
  assert.equal((await operator.send(`/desk/clients/other/${ref}/unlock`)).statusCode, 404);
  const giveUp = `/desk/deliveries/${delivery.id}/give-up`;
  assert.equal((await operator.send(giveUp)).statusCode, 404);
  assert.equal((await operator.send(`/desk/deliveries/${delivery.id}/retry`)).statusCode, 404);
  await operator.send('/desk/deliveries/retry', { channel: 'other', status: 'pending' });
  assert.deepEqual(await desk.service.store.deliveries.find(delivery.id), delivery);
  const givenUp = await everyones.send(giveUp, { back: '//evil.example' });
  assert.equal(givenUp.headers.location, '/desk/deliveries?done=given_up');
  for (const url of ['/desk', '/desk/challenges', '/desk/challenges?channel=other']) {
    assert.doesNotMatch((await operator.get(url)).body, /theirs/, url);
  }
  assert.match((await everyones.get('/desk/challenges?channel=other')).body, /theirs/);
  const sought = await operator.send('/desk/look-up', { sought: 'theirs' });
  assert.equal(sought.headers.location, '/desk/challenges?done=nothing_found');
  const found = await everyones.send('/desk/look-up', { sought: ' Theirs ' });
  assert.equal(found.headers.location, `/desk/clients/other/${ref}`);
});

test('somebody is found by id, by telephone, and by a challenge; and stands in no address', async (t) => {
  const desk = await deskForTests(t);
  const { id } = await asked(desk, desk.service.channel, 'ana-1');
  const operator = await visit(desk);
  const ref = desk.service.vault.pseudonym('ana-1');
  const look = async (sought: string) => (await operator.send('/desk/look-up', { sought })).headers.location;
  assert.equal(await look(id), `/desk/challenges/${id}`);
  assert.equal(await look('ANA-1'), `/desk/clients/default/${ref}`);
  assert.equal(await look('+52 1 55 1234 5678'), `/desk/clients/default/${ref}`);
});

test('a challenge shows what happened, with its questions and without an answer', async (t) => {
  const desk = await deskForTests(t);
  await begunLog(desk.service);
  const challenge = await asked(desk, desk.service.channel);
  const operator = await visit(desk);
  const page = await operator.get(`/desk/challenges/${challenge.id}`);
  assert.match(page.body, /Nobody has opened the page yet/);
  assert.doesNotMatch(page.body, new RegExp(`1980|${tokenOf(challenge)}`));
  const json = await operator.get(`/desk/challenges/${challenge.id}/evidence.json`);
  assert.equal(json.headers['content-disposition'], `attachment; filename="${challenge.id}.json"`);
  const held = (text: string) => JSON.parse(text).content.entries[0].disclosures.length;
  const whole = await operator.get(`/desk/challenges/${challenge.id}/evidence.json?reveal=all`);
  assert.ok(held(whole.body) > held(json.body));
  const pdf = await operator.get(`/desk/challenges/${challenge.id}/evidence.pdf`);
  assert.equal(pdf.headers['content-type'], 'application/pdf');
  assert.match(pdf.body, /^%PDF/);
});

test('lists are narrowed by state, channel and day, and leave out what makes no sense', async (t) => {
  const desk = await deskForTests(t);
  await asked(desk, desk.service.channel, 'ana-1');
  const operator = await visit(desk);
  const shows = async (query: string) =>
    (await operator.get(`/desk/challenges?${query}`)).body.includes('ana-1');
  assert.equal(await shows('status=pending'), true);
  assert.equal(await shows('status=passed'), false);
  assert.equal(await shows('from=2026-11-22&to=2026-11-22'), true);
  assert.equal(await shows('from=2026-11-23'), false);
  assert.equal(await shows('to=2026-11-21'), false);
  assert.equal(await shows('channel=default'), true);
  assert.equal(await shows('channel=test:default'), false);
  assert.equal(await shows('status=%3Cb%3E&from=x&channel=y&before=z'), true);
});

test('a policy is tried out, with what is wrong with the facts said where it is', async (t) => {
  const desk = await deskForTests(t);
  const operator = await visit(desk);
  const wrong = await operator.send('/desk/try', { policy: 'default', date_of_birth: '2999-01-01' });
  assert.equal(wrong.statusCode, 422);
  assert.match(wrong.body, /The fact date_of_birth must be/);
  const missing = await operator.send('/desk/try', { policy: 'default' });
  assert.equal(missing.statusCode, 422);
  const done = await operator.send('/desk/try', {
    policy: 'default',
    date_of_birth: '1980-02-03',
    language: 'es',
  });
  assert.equal(done.statusCode, 200);
  assert.match(done.body, /https:\/\/verify\.example\.test\/[\w-]{27}\b/);
  const id = /\/desk\/challenges\/(chl_[0-9a-f]{32})/.exec(done.body)?.[1];
  const page = await operator.get(`/desk/challenges/${id}`);
  assert.match(page.body, /This is a test from the desk/);
});

test('the set-up names this installation’s own address, key and facts', async (t) => {
  const desk = await deskForTests(t);
  await desk.newKey({ scope: 'bot', name: 'Bot of the <b>shop</b>' });
  const { body } = await (await visit(desk)).get('/desk/chatfuel');
  assert.match(body, /http:\/\/desk\.example\.test\/v1\/chatfuel\/challenges/);
  assert.match(body, /Bot of the &lt;b&gt;shop&lt;\/b&gt;/);
  assert.match(body, /&quot;date_of_birth&quot;: &quot;\{\{date_of_birth\}\}&quot;/);
});

test('an address that leads nowhere, and a body that is no form, are answered with a page', async (t) => {
  const desk = await deskForTests(t);
  const operator = await visit(desk);
  const lost = await operator.get('/desk/nowhere');
  assert.equal(lost.statusCode, 404);
  assert.match(lost.body, /There is no such page/);
  for (const id of ['x', 'chl_0', `chl_${'0'.repeat(32)}`]) {
    assert.equal((await operator.get(`/desk/challenges/${id}`)).statusCode, 404);
  }
  const json = await post(
    desk,
    '/desk/look-up',
    {},
    { cookie: operator.cookie, 'content-type': 'application/json' },
  );
  assert.equal(json.statusCode, 415);
  assert.match(json.body, /<h1>/);
});

test('a database that cannot be reached is told as a page that says what to do', async (t) => {
  const desk = await deskForTests(t);
  const operator = await visit(desk);
  t.mock.method(desk.service.store.figures, 'counts', async () => {
    throw new StoreUnavailable('the disk is gone');
  });
  const page = await operator.get('/desk');
  assert.equal(page.statusCode, 503);
  assert.equal(page.headers['retry-after'], '5');
  assert.match(page.body, /countersign doctor/);
  assert.doesNotMatch(page.body, /the disk is gone/);
});
