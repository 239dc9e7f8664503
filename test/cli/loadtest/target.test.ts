import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { simulatedClient } from '../../../src/cli/loadtest/simulated-client.ts';
import { allowedOrigin, linkIn, tlsFor, tryTarget } from '../../../src/cli/loadtest/target.ts';
import { freePort } from '../../../src/system/free-port.ts';

const CLIENT = simulatedClient('test', 0);
const FLAGS = { web: undefined, key: 'csk_test', anyHost: false };

async function answering(context: TestContext, status: number, body: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  const port = await freePort('127.0.0.1');
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${port}`;
}

for (const url of [
  'http://localhost:8000',
  'http://127.0.0.1:8000/',
  'https://[::1]:8000',
  'http://127.1:80',
]) {
  test(`${url} is this machine, and may be loaded`, () => {
    assert.equal(allowedOrigin(url, false, '--url'), new URL(url).origin);
  });
}

for (const url of [
  'https://verify.example.com',
  'http://10.0.0.5:8000',
  'http://0.0.0.0:8000',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'http://[::ffff:127.0.0.1]:8000',
]) {
  test(`${url} may be another machine, and is only loaded on its owner's word`, () => {
    assert.throws(() => allowedOrigin(url, false, '--url'), { message: /--i-own-this-host/ });
    assert.equal(allowedOrigin(url, true, '--url'), new URL(url).origin);
  });
}

for (const text of ['localhost:8000', 'ftp://localhost/', '8000', '']) {
  test(`"${text}" is no address to load, whoever owns it`, () => {
    assert.throws(() => allowedOrigin(text, true, '--url'), { message: /is no address such as/ });
  });
}

test('only this machine may have a certificate that nobody vouches for', () => {
  assert.equal(tlsFor('https://127.0.0.1:8443').rejectUnauthorized, false);
  assert.equal(tlsFor('https://verify.example.com').rejectUnauthorized, true);
});

test('the pages are where the first link leads, or where --web says', async (t) => {
  const url = await answering(t, 201, '{"url":"http://localhost:8080/abc"}');
  assert.equal((await tryTarget({ ...FLAGS, url }, CLIENT)).webOrigin, 'http://localhost:8080');
  const web = 'http://127.0.0.1:9090';
  assert.equal((await tryTarget({ ...FLAGS, url, web }, CLIENT)).webOrigin, web);
});

test('a service of this machine whose links lead to another one is not loaded', async (t) => {
  const url = await answering(t, 201, '{"url":"https://verify.example.com/abc"}');
  await assert.rejects(tryTarget({ ...FLAGS, url }, CLIENT), {
    name: 'CommandFailed',
    message: /^Its links: https:\/\/verify\.example\.com is not this machine/,
  });
});

test('a target that is down is said so in one line', async () => {
  const url = `http://127.0.0.1:${await freePort('127.0.0.1')}`;
  await assert.rejects(tryTarget({ ...FLAGS, url }, CLIENT), {
    name: 'CommandFailed',
    message: `${url} does not answer (ECONNREFUSED): is the service running there?`,
  });
});

test('a key that is refused, and something that is not Countersign, are told apart', async (t) => {
  const refusing = await answering(t, 401, '{}');
  await assert.rejects(tryTarget({ ...FLAGS, url: refusing }, CLIENT), { message: /refuses the key/ });
  for (const [status, body] of [
    [404, 'nothing'],
    [201, 'no JSON'],
    [201, '{"url":7}'],
  ] as const) {
    const url = await answering(t, status, body);
    await assert.rejects(tryTarget({ ...FLAGS, url }, CLIENT), { message: /is it the bots' side/ });
  }
});

test('a link is only what an answer names as its url', () => {
  assert.equal(linkIn('{"url":"http://localhost/abc"}'), 'http://localhost/abc');
  for (const body of ['', 'null', '[]', '{}', '{"url":null}']) assert.equal(linkIn(body), null);
});
