import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, type TestContext, test } from 'node:test';
import type { SharedSecrets } from '../../../src/app/shared-secrets.ts';
import { StoreUnavailable } from '../../../src/app/store-ports.ts';
import type { Turns } from '../../../src/app/turns.ts';
import { type Secrets, Vault } from '../../../src/app/vault.ts';
import { utf8 } from '../../../src/kernel/bytes.ts';
import { Database } from '../../../src/store/postgres/database.ts';
import { Line } from '../../../src/store/postgres/line.ts';
import { sharedSecrets } from '../../../src/store/postgres/shared-secrets.ts';
import { openPostgresStore } from '../../../src/store/postgres/store.ts';
import { postgresTurns } from '../../../src/store/postgres/turns.ts';
import { keepCertificate } from '../../../src/system/acme/certificate-keeper.ts';
import { certificateRows } from '../../../src/system/acme/certificate-rows.ts';
import { systemClock } from '../../../src/system/clock.ts';
import { systemEntropy } from '../../../src/system/entropy.ts';
import { freePort } from '../../../src/system/free-port.ts';
import type { KeyPair } from '../../../src/system/tls/checked-pair.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';
import { certificateShelfContract } from '../../contracts/certificate-shelf-contract.ts';
import { recordingLog } from '../../fakes/log.ts';
import { startPostgres, type TestPostgres } from '../../postgres-for-tests.ts';
import { startPebble } from './pebble.ts';

const DOMAIN = 'verify.countersign.test';
const AUTHORITY = 'https://authority.test/directory';
const HOST = '127.0.0.1';
const [OLD, NEW] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];

let server: TestPostgres;
const databases: Database[] = [];
before(async () => {
  server = await startPostgres();
});
after(async () => {
  await Promise.all(databases.map((database) => database.close()));
  await server.stop();
});

async function newDatabase(): Promise<string> {
  const url = await server.createDatabase();
  await (await openPostgresStore(url)).close();
  return url;
}

function sharedOn(url: string): SharedSecrets {
  const database = new Database(url);
  databases.push(database);
  return sharedSecrets(database);
}

const vaultWith = (secrets: Secrets): Vault => new Vault(secrets, systemEntropy());

certificateShelfContract('rows', async () => {
  const shared = sharedOn(await newDatabase());
  return (directoryUrl) => certificateRows(shared, vaultWith({ current: NEW, previous: null }), directoryUrl);
});

test('what instances share is replaced only where it still is what was read', async () => {
  const shared = sharedOn(await newDatabase());
  const [one, two, three] = ['1', '2', '3'].map(utf8);
  assert(one !== undefined && two !== undefined && three !== undefined);
  await shared.write('a', one);
  await shared.replace('a', two, three);
  assert.deepEqual(Buffer.from((await shared.read('a')) ?? []), Buffer.from(one));
  await shared.replace('a', one, three);
  assert.deepEqual(Buffer.from((await shared.read('a')) ?? []), Buffer.from(three));
  await shared.replace('a', one, null);
  assert.notEqual(await shared.read('a'), null);
  await shared.replace('a', three, null);
  assert.equal(await shared.read('a'), null);
});

test('what was sealed under the secret before opens with the new one alone, once a service with both has looked', async () => {
  const shared = sharedOn(await newDatabase());
  const shelfWith = (secrets: Secrets) => certificateRows(shared, vaultWith(secrets), AUTHORITY);
  const pair = await selfSigned([DOMAIN], systemClock.now());
  await shelfWith({ current: OLD, previous: null }).keep(pair);
  const certOf = async (secrets: Secrets) =>
    (await shelfWith(secrets).pair(DOMAIN, systemClock.now()))?.cert ?? null;
  assert.equal(await certOf({ current: NEW, previous: null }), null);
  assert.equal(await certOf({ current: NEW, previous: OLD }), pair.cert);
  assert.equal(await certOf({ current: NEW, previous: null }), pair.cert);
  assert.equal(await certOf({ current: OLD, previous: null }), null);
});

type Part = {
  readonly url: string;
  readonly directoryUrl: string;
  readonly port: number;
  readonly turns?: Turns;
  readonly shared?: SharedSecrets;
};

/** One instance's keeper, with sessions of its own, which ends with the test. */
async function startInstance(context: TestContext, part: Part) {
  const line = new Line(part.url);
  const log = recordingLog();
  const { promise: served, resolve: changed } = Promise.withResolvers<KeyPair>();
  const shared = part.shared ?? sharedOn(part.url);
  const keeper = await keepCertificate({
    shelf: certificateRows(shared, vaultWith({ current: NEW, previous: null }), part.directoryUrl),
    turns: part.turns ?? postgresTurns(line),
    directoryUrl: part.directoryUrl,
    email: 'operator@countersign.test',
    domain: DOMAIN,
    host: HOST,
    port: part.port,
    clock: systemClock,
    log,
    chance: () => 0.5,
    changed,
    lookMilliseconds: 50,
  });
  const stop = async () => {
    await keeper.stop();
    await line.close();
  };
  context.after(stop);
  return { first: keeper.first, served, log, line };
}

test('while one instance orders another answers the look-up, and both serve what was issued', async (context) => {
  const [{ directoryUrl, httpPort }, url] = await Promise.all([startPebble(context), newDatabase()]);
  const others: Turns = { alone: async () => false };
  const answering = await startInstance(context, { url, directoryUrl, port: httpPort, turns: others });
  const ordering = await startInstance(context, { url, directoryUrl, port: await freePort(HOST) });
  const [issued, takenUp] = await Promise.all([ordering.served, answering.served]);
  assert.match(new X509Certificate(issued.cert).issuer, /Pebble/);
  assert.deepEqual({ cert: takenUp.cert, key: takenUp.key }, { cert: issued.cert, key: issued.key });
  assert.match(JSON.stringify(ordering.log.lines), /a certificate was issued/);
  assert.doesNotMatch(JSON.stringify(answering.log.lines), /a certificate was issued/);

  const third = await startInstance(context, { url, directoryUrl, port: await freePort(HOST) });
  assert.equal(third.first.cert, issued.cert, 'one that starts later begins with it');
});

test('where an instance dies in the middle of its order another one takes over', async (context) => {
  const [{ directoryUrl, httpPort }, url] = await Promise.all([startPebble(context), newDatabase()]);
  const inTheMiddle = Promise.withResolvers<void>();
  const dead = Promise.withResolvers<void>();
  context.after(() => dead.reject(new StoreUnavailable('its session was closed')));
  const shared = sharedOn(url);
  const dying = await startInstance(context, {
    url,
    directoryUrl,
    port: await freePort(HOST),
    shared: {
      ...shared,
      write: async (name, sealed) => {
        if (!name.endsWith(' answer')) return await shared.write(name, sealed);
        inTheMiddle.resolve();
        return await dead.promise;
      },
    },
  });
  await inTheMiddle.promise;
  const other = await startInstance(context, { url, directoryUrl, port: httpPort });
  (await dying.line.connection()).abandon();
  const issued = await other.served;
  assert.match(new X509Certificate(issued.cert).issuer, /Pebble/);

  dead.reject(new StoreUnavailable('its session was closed'));
  assert.equal((await dying.served).cert, issued.cert, 'one that was only cut off serves it as well');
});

test('where one instance is issued nothing the others wait with it', async (context) => {
  const [{ directoryUrl }, url] = await Promise.all([startPebble(context), newDatabase()]);
  const instances = await Promise.all(
    [0, 1].map(async () => startInstance(context, { url, directoryUrl, port: await freePort(HOST) })),
  );
  await Promise.race(
    instances.map(({ log }) => log.until('another instance was issued no certificate: this one waits too')),
  );
  const lines = instances.flatMap(({ log }) => log.lines.map(({ message }) => message));
  const failed = 'no certificate was issued; what is there is served on';
  assert.equal(lines.filter((message) => message === failed).length, 1);
});
