import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../src/system/free-port.ts';

/** PostgreSQL refuses to run as root: there the server runs as nobody. */
const NOBODY = 65_534;

/**
 * The server as a child of a shell that waits for its own standard input to end. That is a pipe from this process, so
 * that the server is stopped and its files are removed however this process ends, kill -9 included.
 */
const KEEPER = `
"$@" </dev/null & server=$!
trap 'kill -INT $server' INT TERM
read _ || kill -INT $server 2>/dev/null
wait $server
rm -rf "$FOLDER"`;

/** A PostgreSQL server of the test's own: real processes, real files, nothing shared. */
export type TestPostgres = {
  readonly port: number;
  /** A new, empty database. @param host the address to reach the server at; loopback unless told. */
  createDatabase(host?: string): Promise<string>;
  /** Runs SQL as the superuser, in the database of a URL. */
  query(url: string, sql: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
  /** kill -9 of the server and all its children, as a machine dies. Its files stay. */
  crash(): Promise<void>;
  /** Starts the server on its files again after `crash`. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

type Keeper = ChildProcessByStdio<Writable, null, Readable>;

/** @param listen further addresses to listen on, beside loopback. */
export async function startPostgres(listen: readonly string[] = []): Promise<TestPostgres> {
  const programs = findPrograms();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-postgres-'));
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, NOBODY, NOBODY);
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  const files = join(folder, 'data');
  const made = spawnSync(
    join(programs, 'initdb'),
    ['-D', files, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    { ...user, cwd: folder, encoding: 'utf8', env: { ...process.env, HOME: folder } },
  );
  assert.equal(made.status, 0, `initdb failed: ${made.stderr}${made.stdout}`);
  if (listen.length > 0) {
    appendFileSync(join(files, 'pg_hba.conf'), 'host all all all trust\n');
  }
  const port = await freePort('127.0.0.1');

  const start = async (): Promise<Keeper> => {
    const settings = [
      `listen_addresses=${['127.0.0.1', ...listen].join(',')}`,
      `unix_socket_directories=${folder}`,
      'max_connections=200',
      'shared_buffers=64MB',
    ];
    const options = settings.flatMap((setting) => ['-c', setting]);
    const program = join(programs, 'postgres');
    const keeper = spawn(
      '/bin/sh',
      ['-c', KEEPER, 'keeper', program, '-D', files, '-p', String(port), ...options],
      { ...user, cwd: folder, stdio: ['pipe', 'ignore', 'pipe'], env: { ...process.env, FOLDER: folder } },
    );
    await untilReady(keeper);
    return keeper;
  };

  let keeper = await start();
  let databases = 0;
  const urlOf = (host: string, name: string) => `postgres://postgres@${host}:${port}/${name}`;
  const query = async (url: string, sql: string, values: readonly unknown[] = []) => {
    const client = new Client(url);
    await client.connect();
    try {
      return (await client.query(sql, [...values])).rows;
    } finally {
      await client.end();
    }
  };
  return {
    port,
    query,
    createDatabase: async (host = '127.0.0.1') => {
      databases += 1;
      await query(urlOf('127.0.0.1', 'postgres'), `CREATE DATABASE test${databases}`);
      return urlOf(host, `test${databases}`);
    },
    crash: async () => {
      const closed = once(keeper, 'close');
      // The shell first, or it would remove the files.
      const postmaster = Number(readFileSync(join(files, 'postmaster.pid'), 'utf8').split('\n')[0]);
      const family = [postmaster, ...childrenOf(postmaster)];
      keeper.kill('SIGKILL');
      for (const pid of family) killNow(pid);
      await closed;
      await untilGone(family);
    },
    restart: async () => {
      keeper = await start();
    },
    stop: async () => {
      if (keeper.exitCode !== null || keeper.signalCode !== null) {
        spawnSync('rm', ['-rf', folder]);
        return;
      }
      const closed = once(keeper, 'close');
      keeper.stdin.end();
      await closed;
    },
  };
}

async function untilReady(keeper: Keeper): Promise<void> {
  let log = '';
  keeper.stderr.setEncoding('utf8');
  const ready = new Promise<void>((resolve, reject) => {
    keeper.stderr.on('data', (chunk: string) => {
      log = (log + chunk).slice(-20_000);
      if (chunk.includes('ready to accept connections')) resolve();
    });
    keeper.once('exit', (code) => reject(new Error(`PostgreSQL ended with ${code}: ${log}`)));
  });
  await ready;
}

function findPrograms(): string {
  const given = process.env['PG_BIN'];
  if (given !== undefined) return given;
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).filter((name) => /^\d+$/.test(name)) : [];
  const [newest] = versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => join(base, version, 'bin'))
    .filter((folder) => existsSync(join(folder, 'initdb')));
  assert(newest !== undefined, 'no PostgreSQL server: install the Debian package postgresql, or set PG_BIN');
  return newest;
}

/** Linux lists them there. */
function childrenOf(pid: number): readonly number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return listed.trim().split(' ').map(Number);
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Gone already: a child ends by itself when its parent does.
  }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  const isThere = (pid: number) => existsSync(`/proc/${pid}`);
  while (pids.some(isThere)) await pause(10);
}
