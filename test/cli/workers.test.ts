import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../src/system/free-port.ts';
import { startPostgres, type TestPostgres } from '../postgres-for-tests.ts';
import { countersign, LEAST_SETTINGS, type Settings, serving, workingDirectory } from './command-line.ts';

const SECRET_KEY = Buffer.alloc(32, 7).toString('base64url');
const HEADERS = { 'x-api-key': LEAST_SETTINGS['API_KEY'] ?? '', 'content-type': 'application/json' };

let server: TestPostgres;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

const twoWorkers = async (): Promise<Settings> => ({
  WORKERS: '2',
  DATABASE_URL: await server.createDatabase(),
  SECRET_KEY,
  API_PORT: String(await freePort('127.0.0.1')),
  WEB_PORT: String(await freePort('127.0.0.1')),
});

const childrenOf = (pid: number | undefined): readonly number[] =>
  spawnSync('ps', ['--ppid', String(pid), '-o', 'pid='], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.trim() !== '')
    .map(Number);

async function until<T>(look: () => T | null | Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await pause(20);
  }
}

/** Asks until somebody answers. */
const answeredBy = (url: string): Promise<Response> =>
  until(() => fetch(url, { headers: { ...HEADERS, connection: 'close' } }).catch(() => null));

const create = (apiUrl: string): Promise<Response> =>
  fetch(`${apiUrl}/v1/challenges`, {
    method: 'POST',
    headers: { ...HEADERS, connection: 'close' },
    body: JSON.stringify({ client_id: 'one', facts: { date_of_birth: '1980-02-03' }, ttl_seconds: 60 }),
  });

test('two workers serve the same ports; one that dies is replaced; told to stop, both finish what they have', async (context) => {
  const { child, apiUrl, log, stop } = await serving(context, workingDirectory(context), await twoWorkers());
  const both = () => {
    const workers = childrenOf(child.pid);
    return workers.length === 2 ? workers : null;
  };
  const [first = 0, second = 0] = await until(both);

  process.kill(first, 'SIGKILL');
  assert.equal((await answeredBy(`${apiUrl}/readyz`)).status, 200);
  const third = await until(() => both()?.find((pid) => pid !== first && pid !== second) ?? null);
  assert.match(log(), /"worker":1,.*a worker died; another one takes its place/);
  // From now on it is the new one that answers, as soon as it can.
  process.kill(second, 'SIGKILL');
  assert.equal((await answeredBy(`${apiUrl}/readyz`)).status, 200);
  const fourth = await until(() => both()?.find((pid) => pid !== third) ?? null);
  assert.equal((await answeredBy(`${apiUrl}/readyz`)).status, 200);

  const made = await create(apiUrl);
  assert.equal(made.status, 201);
  const waiting = fetch(`${apiUrl}${made.headers.get('location')}?wait=60`, { headers: HEADERS });
  assert.equal((await answeredBy(`${apiUrl}/healthz`)).status, 200);
  const ended = stop();
  assert.equal((await waiting).status, 200);
  const { status, signal } = await ended;
  assert.deepEqual({ status, signal }, { status: 0, signal: null });
  for (const pid of [third, fourth]) assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

test('workers whose supervisor is killed end by themselves, and leave their ports', async (context) => {
  const settings = await twoWorkers();
  const { child, ended, apiUrl } = await serving(context, workingDirectory(context), settings);
  const workers = await until(() => {
    const found = childrenOf(child.pid);
    return found.length === 2 ? found : null;
  });
  child.kill('SIGKILL');
  await ended;
  for (const pid of workers) {
    await until(() => {
      try {
        process.kill(pid, 0);
        return null;
      } catch {
        return true;
      }
    });
  }
  await assert.rejects(fetch(`${apiUrl}/healthz`));
});

test('workers that cannot start end the command with their status and their reason', async (context) => {
  const settings = { ...LEAST_SETTINGS, ...(await twoWorkers()), SECRET_KEY: '' };
  const { status, complaint } = await countersign(workingDirectory(context), settings, 'serve');
  assert.equal(status, 1);
  assert.match(complaint, /SECRET_KEY.*must be set with PostgreSQL/);
});

test('several workers on the embedded database are refused in plain words', async (context) => {
  const settings = { ...LEAST_SETTINGS, WORKERS: '2' };
  const { status, output, complaint } = await countersign(workingDirectory(context), settings, 'serve');
  assert.equal(status, 1);
  assert.equal(output, '');
  assert.match(
    complaint,
    /WORKERS .*found "2", must be 1 with the embedded database, which one process serves; more need PostgreSQL/,
  );
});
