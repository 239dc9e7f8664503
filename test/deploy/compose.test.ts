import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { systemClock } from '../../src/system/clock.ts';
import { freePort } from '../../src/system/free-port.ts';
import { selfSigned } from '../../src/system/tls/self-signed.ts';

const ROOT = dirname(dirname(import.meta.dirname));
const certificate = await selfSigned(['localhost'], systemClock.now());
const LINTER = join(ROOT, 'node_modules', 'dclint', 'bin', 'dclint.cjs');

const INSTANCES = ['instance-1', 'instance-2', 'instance-3'];

test('the compose file follows the schema and the rules of its linter', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [LINTER, '--max-warnings', '0', 'compose.yaml'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  assert.equal(status, 0, stdout + stderr);
});

test('the service can write nothing but its volume, holds no privilege, and gets the time that it needs to stop', () => {
  // The schema was just checked by the linter.
  const file = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8')) as {
    readonly services: { readonly app: Readonly<Record<string, unknown>> };
  };
  const service = file.services.app;
  assert.equal(service['read_only'], true);
  assert.deepEqual(service['cap_drop'], ['ALL']);
  assert.deepEqual(service['security_opt'], ['no-new-privileges:true']);
  assert.deepEqual(service['volumes'], ['data:/data']);
  assert.equal(service['stop_grace_period'], '15s');
});

test('the three instances of the profile share a database and a certificate, each with a disk of its own', () => {
  // The schema was just checked by the linter.
  const { services } = parse(readFileSync(join(ROOT, 'compose.yaml'), 'utf8'), { merge: true }) as {
    readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const instances = INSTANCES.map((name) => services[name] ?? assert.fail(name));
  for (const instance of instances) {
    assert.deepEqual(instance['profiles'], ['cluster']);
    assert.equal(instance['read_only'], true);
    assert.deepEqual(instance['cap_drop'], ['ALL']);
    assert.equal(instance['stop_grace_period'], '15s');
    assert.deepEqual(instance['environment'], instances[0]?.['environment']);
  }
  assert.equal(new Set(instances.map(({ volumes }) => JSON.stringify(volumes))).size, 3);
  for (const name of ['postgres', 'front']) assert.deepEqual(services[name]?.['profiles'], ['cluster']);
});

test("nginx understands the file that stands before them, which names the profile's instances", async (context) => {
  const ports = [await freePort('127.0.0.1'), await freePort('127.0.0.1')];
  const folder = mkdtempSync(join(tmpdir(), 'countersign-nginx-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const given = readFileSync(join(ROOT, 'deploy', 'nginx.conf'), 'utf8');
  const named = [...given.matchAll(/^ {4}server (\S+):\d+ /gm)].map(([, name]) => name);
  assert.deepEqual(named, [...INSTANCES, ...INSTANCES]);
  // Names and files that are only there where Compose made them.
  const here = given
    .replaceAll(/^( {4}server )[a-z0-9-]+:/gm, '$1127.0.0.1:')
    .replaceAll('/tls/', `${folder}/`)
    .replaceAll(/listen \d+/g, () => `listen 127.0.0.1:${ports.pop()}`);
  for (const [name, text] of [
    ['tls.crt', certificate.cert],
    ['tls.key', certificate.key],
    ['nginx.conf', `pid ${folder}/pid;\n${here}`],
  ] as const) {
    writeFileSync(join(folder, name), text);
  }
  const words = ['-t', '-p', folder, '-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')];
  const { status, stderr } = spawnSync('/usr/sbin/nginx', words, { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});
