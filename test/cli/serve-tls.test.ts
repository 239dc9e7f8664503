import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:https';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { connect } from 'node:tls';
import { instant } from '../../src/kernel/instant.ts';
import { freePort } from '../../src/system/free-port.ts';
import { selfSigned } from '../../src/system/tls/self-signed.ts';
import { startPostgres } from '../postgres-for-tests.ts';
import { startPebble } from '../system/acme/pebble.ts';
import { countersign, LEAST_SETTINGS, serving, workingDirectory } from './command-line.ts';

const FILES = { TLS_CERT_FILE: 'certificate.crt', TLS_KEY_FILE: 'private.key' };
const HOST = '127.0.0.1';

async function status(url: string, options: object): Promise<number> {
  const request = get(url, options);
  const [response] = await once(request, 'response');
  await text(response);
  return response.statusCode;
}

async function peer(port: string): Promise<{ readonly fingerprint: string; readonly issuer: string }> {
  const socket = connect({ host: HOST, port: Number(port), rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { fingerprint256, issuer } = socket.getPeerCertificate();
  socket.destroy();
  return { fingerprint: fingerprint256, issuer: String(issuer['CN']) };
}

async function changed(port: string, before: string): Promise<{ readonly issuer: string }> {
  for (let tries = 0; tries < 500; tries++) {
    const now = await peer(port);
    if (now.fingerprint !== before) return now;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the certificate stayed the same');
}

test('certs self-signed makes a pair that both ports then speak HTTPS with, kept to its owner', async (context) => {
  const directory = workingDirectory(context);
  const made = await countersign(directory, {}, 'certs', 'self-signed');
  assert.equal(made.status, 0, made.complaint);
  assert.match(made.output, /^TLS_CERT_FILE=certificate\.crt\nTLS_KEY_FILE=private\.key$/m);
  for (const name of readdirSync(directory)) {
    assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600, name);
  }
  const again = await countersign(directory, {}, 'certs', 'self-signed');
  assert.equal(again.status, 1);
  assert.match(
    again.complaint,
    /^countersign: certificate\.crt and private\.key exists already: .*--force\.\n$/,
  );

  const service = await serving(context, directory, FILES);
  const ca = readFileSync(join(directory, 'certificate.crt'));
  for (const url of [`${service.apiUrl}/healthz`, `${service.webUrl}/`]) {
    assert.match(url, /^https:/);
    assert.equal(await status(url, { ca }), 200, url);
  }
});

test('new files are served without a restart, and a connection that stands is not dropped', async (context) => {
  const directory = workingDirectory(context);
  await countersign(directory, {}, 'certs', 'self-signed');
  const service = await serving(context, directory, FILES);
  const { port } = new URL(service.apiUrl);
  const before = await peer(port);
  const agent = new Agent({ keepAlive: true, maxSockets: 1, rejectUnauthorized: false });
  context.after(() => agent.destroy());
  const health = `${service.apiUrl}/healthz`;
  await status(health, { agent });
  const [standing] = Object.values(agent.freeSockets).flat();

  await countersign(directory, {}, 'certs', 'self-signed', '--force');
  await changed(port, before.fingerprint);
  assert.equal(await status(health, { agent }), 200);
  assert.deepEqual(Object.values(agent.freeSockets).flat(), [standing]);
});

async function refusal(
  context: TestContext,
  files: { readonly cert?: string; readonly key?: string },
): Promise<string> {
  const directory = workingDirectory(context);
  if (files.cert !== undefined) writeFileSync(join(directory, FILES.TLS_CERT_FILE), files.cert);
  if (files.key !== undefined) writeFileSync(join(directory, FILES.TLS_KEY_FILE), files.key);
  const { status: code, complaint } = await countersign(directory, { ...LEAST_SETTINGS, ...FILES }, 'serve');
  assert.equal(code, 1);
  return complaint;
}

test('a pair that cannot be served stops the start with one line', async (context) => {
  const now = instant(Date.now());
  const pair = await selfSigned(['localhost'], now);
  const other = await selfSigned(['localhost'], now);
  const ended = await selfSigned(['localhost'], instant(Date.UTC(2020, 0, 1)));
  assert.match(
    await refusal(context, { cert: pair.cert, key: other.key }),
    /^countersign: TLS_CERT_FILE, TLS_KEY_FILE: certificate\.crt with private\.key: the key does not belong to the certificate.*\n$/,
  );
  assert.match(await refusal(context, ended), /the certificate ended on 2020-12-31T.*\n$/);
  assert.match(await refusal(context, { cert: pair.cert }), /private\.key cannot be read \(ENOENT\).*\n$/);
  assert.match(await refusal(context, { cert: 'x', key: pair.key }), /the certificate is none in PEM.*\n$/);
});

test('with ACME_EMAIL the service orders its certificate by itself and then serves it on both ports', async (context) => {
  const authority = await startPebble(context);
  const directory = workingDirectory(context);
  const webPort = await freePort(HOST);
  const service = await serving(context, directory, {
    NODE_EXTRA_CA_CERTS: authority.caFile,
    PUBLIC_URL: `https://verify.countersign.test:${webPort}`,
    WEB_PORT: String(webPort),
    ACME_EMAIL: 'operator@countersign.test',
    ACME_DIRECTORY_URL: authority.directoryUrl,
    ACME_HTTP_PORT: String(authority.httpPort),
  });
  for (const port of [new URL(service.apiUrl).port, String(webPort)]) {
    let found = await peer(port);
    for (let tries = 0; tries < 500 && !/Pebble/.test(found.issuer); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      found = await peer(port);
    }
    assert.match(found.issuer, /Pebble/);
  }
  const [folder = ''] = readdirSync(join(directory, 'data', 'acme'));
  assert.deepEqual(readdirSync(join(directory, 'data', 'acme', folder)).sort(), [
    'account-key.pem',
    'certificate.pem',
  ]);
  const { status: code } = await service.stop();
  assert.equal(code, 0);
});

test('with PostgreSQL all workers and instances serve the one certificate that one of them ordered', async (context) => {
  const [authority, postgres] = await Promise.all([startPebble(context), startPostgres()]);
  context.after(() => postgres.stop());
  const shared = {
    DATABASE_URL: await postgres.createDatabase(),
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64url'),
    NODE_EXTRA_CA_CERTS: authority.caFile,
    PUBLIC_URL: 'https://verify.countersign.test',
    ACME_EMAIL: 'operator@countersign.test',
    ACME_DIRECTORY_URL: authority.directoryUrl,
  };
  const ports = await Promise.all(Array.from({ length: 4 }, () => freePort(HOST)));
  const of = (nth: number, httpPort: number) =>
    serving(context, workingDirectory(context), {
      ...shared,
      API_PORT: String(ports[nth]),
      WEB_PORT: String(ports[nth + 2]),
      ACME_HTTP_PORT: String(httpPort),
      ...(nth === 0 ? { WORKERS: '2' } : {}),
    });
  // The authority asks the workers, whichever of all orders.
  const workers = await of(0, authority.httpPort);
  const other = await of(1, await freePort(HOST));
  const served = new Set<string>();
  for (const { apiUrl } of [workers, other]) {
    const { port } = new URL(apiUrl);
    let found = await peer(port);
    for (let tries = 0; tries < 500 && !/Pebble/.test(found.issuer); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      found = await peer(port);
    }
    served.add(found.fingerprint);
    assert.match(found.issuer, /Pebble/);
  }
  assert.equal(served.size, 1);
  for (const service of [workers, other]) assert.equal((await service.stop()).status, 0);
});
