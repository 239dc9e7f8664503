import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { parseLogEntry } from '../../src/domain/audit/log-entry.ts';
import { append, EMPTY_TREE, leafHash, rootOf, type Tree } from '../../src/domain/audit/merkle-tree.ts';
import { openPostgresStore } from '../../src/store/postgres/store.ts';
import { systemClock } from '../../src/system/clock.ts';
import { freePort } from '../../src/system/free-port.ts';
import { selfSigned } from '../../src/system/tls/self-signed.ts';
import { startPostgres, type TestPostgres } from '../postgres-for-tests.ts';
import { Front } from './cluster/front.ts';
import { Instance } from './cluster/instance.ts';
import { Load } from './cluster/load.ts';
import { makeOwnNetwork, type OwnNetwork } from './cluster/own-network.ts';

const certificate = await selfSigned(['localhost'], systemClock.now());
const KEY = 'k'.repeat(43);
/** After something breaks, clients may have to try again for this long; then everything works. */
const BOUND_MILLISECONDS = 15_000;
/** For how long the database is gone, and an instance's network. */
const GONE_MILLISECONDS = 2000;

let folder: string;
let network: OwnNetwork | null;
let server: TestPostgres;
let databaseUrl: string;
let front: Front;
let instances: readonly Instance[];
let apiUrl: string;
let webUrl: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-cluster-'));
  writeFileSync(inFolder('cert.pem'), certificate.cert);
  writeFileSync(inFolder('key.pem'), certificate.key, { mode: 0o600 });
  network = makeOwnNetwork();
  server = await startPostgres(network === null ? [] : [network.outsideAddress]);
  databaseUrl = await server.createDatabase();
  const [apiPort, webPort] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')];
  apiUrl = `http://127.0.0.1:${apiPort}`;
  webUrl = `http://127.0.0.1:${webPort}`;
  instances = await Promise.all(['one', 'two', 'three'].map((name) => instance(name)));
  for (const each of instances) await each.start();
  front = await Front.start(folder, { certificateFile: inFolder('cert.pem') }, [
    { port: apiPort, upstreams: instances.map(({ options }) => `${options.host}:${options.apiPort}`) },
    { port: webPort, upstreams: instances.map(({ options }) => `${options.host}:${options.webPort}`) },
  ]);
});

after(async () => {
  await front?.stop();
  await Promise.all((instances ?? []).map((each) => each.end('SIGKILL')));
  await server?.stop();
  network?.remove();
  rmSync(folder, { recursive: true, force: true });
});

function inFolder(name: string): string {
  return join(folder, name);
}

/** The third one is on a network of its own, where this user may make one. */
async function instance(name: string): Promise<Instance> {
  const apart = name === 'three' ? network : null;
  const url = new URL(databaseUrl);
  if (apart !== null) url.hostname = apart.outsideAddress;
  return new Instance({
    name,
    folder,
    host: apart?.insideAddress ?? '127.0.0.1',
    apiPort: await freePort('127.0.0.1'),
    webPort: await freePort('127.0.0.1'),
    prefix: apart?.prefix ?? [],
    ca: certificate.cert,
    environment: {
      DATABASE_URL: url.href,
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64url'),
      API_KEY: KEY,
      WHATSAPP_NUMBER: '5215512345678',
      TLS_CERT_FILE: inFolder('cert.pem'),
      TLS_KEY_FILE: inFolder('key.pem'),
      RETURN_MODE: 'redirect',
      LOG_LEVEL: 'warn',
    },
  });
}

function startLoad(context: TestContext, walkers: number): Load {
  const load = new Load(apiUrl, webUrl, KEY);
  // Also where the test fails: walkers that go on would keep its process.
  context.after(() => load.stop());
  load.start(walkers);
  return load;
}

/** How long after `since`, in milliseconds, somebody still had to try again. */
const troubleBetween = (load: Load, since: number, until: number): number =>
  Math.max(0, ...load.retried.filter(({ at }) => at >= since && at < until).map(({ at }) => at - since));

/** Everything that was acknowledged is stored, each verdict has its one entry, and the log is whole. */
async function assertNothingLost(load: Load): Promise<void> {
  const column = async (sql: string) =>
    (await server.query(databaseUrl, sql)).map((row) => String(row['id']));
  const stored = new Set(await column('SELECT id FROM challenges'));
  const decided = await column(`SELECT id FROM challenges WHERE status <> 'pending'`);
  assert.deepEqual([...load.created.difference(stored)], []);
  assert.deepEqual([...load.answered.difference(new Set(decided))], []);

  const store = await openPostgresStore(databaseUrl);
  try {
    const verdicts: string[] = [];
    let tree: Tree = EMPTY_TREE;
    for (;;) {
      const page = await store.audit.entries({ challenge: null, fromIndex: tree.size, limit: 1000 });
      for (const { index, bytes } of page) {
        assert.equal(index, tree.size);
        const entry = parseLogEntry(bytes);
        assert(entry.ok, `entry ${index}`);
        const { type, challenge } = entry.value;
        if (type === 'challenge.decided' && challenge !== null) verdicts.push(challenge);
        tree = append(tree, leafHash(bytes)).tree;
      }
      if (page.length === 0) break;
    }
    assert.deepEqual(verdicts.toSorted(), decided.toSorted());
    const kept = await store.audit.tree();
    assert.equal(kept.size, tree.size);
    assert.deepEqual(rootOf(kept), rootOf(tree));
  } finally {
    await store.close();
  }
}

/** Each keeps a checkpoint of the whole log outside the database, whichever of them signed it. */
async function everyMachineHasTheLog(): Promise<void> {
  for (const { options } of instances) {
    const file = join(folder, options.name, 'data', 'countersign.checkpoint');
    for (;;) {
      const [log] = await server.query(databaseUrl, 'SELECT size::text FROM audit_state');
      if (readFileSync(file, 'utf8').split('\n')[1] === log?.['size']) break;
      await pause(100);
    }
  }
}

test('an instance is killed, the database dies and comes back, an instance loses its network: nothing acknowledged is lost, and clients soon go on', async (context) => {
  const [one, , three] = instances;
  assert(one !== undefined && three !== undefined);
  const load = startLoad(context, 6);
  await pause(1500);

  const killed = Date.now();
  await one.end('SIGKILL');
  await pause(1500);
  await one.start();
  const died = Date.now();
  await server.crash();
  await pause(GONE_MILLISECONDS);
  await server.restart();
  context.diagnostic(`the database was back after ${Date.now() - died} ms`);
  await pause(4000);
  const cut = Date.now();
  if (network === null) three.signal('SIGSTOP');
  else network.setCable('down');
  await pause(GONE_MILLISECONDS * 2);
  if (network === null) three.signal('SIGCONT');
  else network.setCable('up');
  await pause(3000);

  const before = load.answered.size;
  await pause(1000);
  assert(load.answered.size > before, 'nobody gets through any more');
  await load.stop();
  assert.deepEqual(load.wrong, []);
  for (const [what, since, until] of [
    ['the kill', killed, died],
    ['the crash of the database', died, cut],
    ['the cut', cut, Number.POSITIVE_INFINITY],
  ] as const) {
    const trouble = troubleBetween(load, since, until);
    context.diagnostic(`after ${what} somebody had to try again for ${trouble} ms`);
    assert(trouble < BOUND_MILLISECONDS, `clients had trouble for ${trouble} ms after ${what}`);
  }
  assert(load.answered.size > 50, `only ${load.answered.size} journeys`);
  await assertNothingLost(load);
  await everyMachineHasTheLog();
});

test('a rolling restart fails no request', async (context) => {
  const load = startLoad(context, 4);
  await pause(500);
  for (const each of instances) {
    assert.equal(await each.end('SIGTERM'), 0);
    await each.start();
    await pause(300);
  }
  await load.stop();
  assert.deepEqual([...load.retried, ...load.wrong], [], front.complaints());
  assert(load.answered.size > 20, `only ${load.answered.size} journeys`);
  await assertNothingLost(load);
});
