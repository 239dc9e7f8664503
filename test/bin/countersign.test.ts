import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { SERVICE_ENVIRONMENT, SERVICE_FLAGS } from '../../bench/harness/child.ts';

const START = join(dirname(dirname(import.meta.dirname)), 'bin', 'countersign.js');

// Stands in for the program: says what it was given, then ends as it was told.
const PROGRAM = `
const [how, ...rest]: readonly string[] = process.argv.slice(2);
if (how === 'exit') process.exitCode = Number(rest[0]);
if (how === 'wait') {
  setInterval(() => {}, 1000);
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    process.on(signal, () => { console.log(signal); process.exit(7); });
  }
}
if (how === 'hang') setInterval(() => {}, 1000);
console.log(JSON.stringify({ rest, restarted: process.env['COUNTERSIGN_RESTARTED'] ?? null }));
`;

const directory = mkdtempSync(join(tmpdir(), 'countersign-bin-'));
after(() => rmSync(directory, { recursive: true }));

// What an older Node says of itself; whatever else it is does not matter to the program that starts ours.
const olderNode = join(directory, 'older-node.mjs');
writeFileSync(olderNode, "Object.defineProperty(process.versions, 'node', { value: '20.20.2' });");
const OLDER = ['--import', pathToFileURL(olderNode).href];

/** A copy of the starting program with the stand-in beside it, installed at `path`. */
function installed(path: string): string {
  const root = join(directory, path);
  mkdirSync(join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'src'));
  copyFileSync(START, join(root, 'bin', 'countersign.js'));
  writeFileSync(join(root, 'src', 'main.ts'), PROGRAM);
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  return join(root, 'bin', 'countersign.js');
}

/** The same, with this very Node where npm would have put the one that comes along. */
function installedWithNode(path: string): string {
  const start = installed(path);
  const binaries = join(directory, path, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin');
  mkdirSync(binaries, { recursive: true });
  symlinkSync(process.execPath, join(binaries, 'node'));
  return start;
}

type Ended = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly complaint: string;
};

function started(args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([output, complaint]) => ({ code: child.exitCode, signal: child.signalCode, output, complaint }),
  );
  return { child, ended };
}

test('on a Node that is recent enough the program gets its arguments and gives its status', async () => {
  const { ended } = started([installed('recent'), 'exit', '5', '--flag', 'two words']);
  assert.deepEqual(await ended, {
    code: 5,
    signal: null,
    output: '{"rest":["5","--flag","two words"],"restarted":null}\n',
    complaint: '',
  });
});

test('installed below node_modules it runs as well, and says nothing of how', async () => {
  const { ended } = started([installed('node_modules/countersign'), 'exit', '0']);
  assert.deepEqual(await ended, {
    code: 0,
    signal: null,
    output: '{"rest":["0"],"restarted":null}\n',
    complaint: '',
  });
});

test('on an older Node it starts again with the Node that came along', async () => {
  const { ended } = started([...OLDER, installedWithNode('older'), 'exit', '5', 'two words']);
  assert.deepEqual(await ended, {
    code: 5,
    signal: null,
    output: '{"rest":["5","two words"],"restarted":null}\n',
    complaint: '',
  });
});

test('a signal reaches the program through the older Node, once', async () => {
  const start = installedWithNode('signals');
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT'] as const) {
    const { child, ended } = started([...OLDER, start, 'wait']);
    child.stdout?.once('data', () => child.kill(signal));
    const { code, output } = await ended;
    assert.equal(code, 7);
    assert.deepEqual(output.trim().split('\n').slice(1), [signal]);
  }
});

test('a program that a signal ended is reported as ended by that signal', async () => {
  const { child, ended } = started([...OLDER, installedWithNode('killed'), 'hang']);
  child.stdout?.once('data', () => child.kill('SIGTERM'));
  const { code, signal } = await ended;
  assert.deepEqual({ code, signal }, { code: null, signal: 'SIGTERM' });
});

test('on an older Node with none beside it, one line says what is needed', async () => {
  const { ended } = started([...OLDER, installed('alone'), 'serve']);
  const { code, output, complaint } = await ended;
  assert.equal(code, 1);
  assert.equal(output, '');
  assert.match(complaint, /^countersign: needs Node 26\.10 or newer and was started with 20\.20\.2; .+\n$/u);
});

test('Node is given the same flags wherever it is told how to start the service', () => {
  const root = dirname(dirname(START));
  const flagsIn = (file: string, line: RegExp): string[] => {
    const [found = ''] = line.exec(readFileSync(join(root, file), 'utf8')) ?? [];
    return found.match(/--[a-z-]+(?:=\d+)?/g) ?? [];
  };

  const [[name, value] = []] = Object.entries(SERVICE_ENVIRONMENT);
  for (const file of ['bin/countersign.js', 'Dockerfile', 'deploy/countersign.service']) {
    assert.ok(readFileSync(join(root, file), 'utf8').includes(`${name}=${value}`), file);
  }
  assert.ok(SERVICE_FLAGS.length > 0);
  assert.deepEqual(flagsIn('bin/countersign.js', /^#!.*/), SERVICE_FLAGS);
  assert.deepEqual(flagsIn('bin/countersign.js', /^const HEAP = .*/m), SERVICE_FLAGS);
  assert.deepEqual(flagsIn('Dockerfile', /^ENTRYPOINT .*/m), SERVICE_FLAGS);
  assert.deepEqual(flagsIn('deploy/countersign.service', /^ExecStart=.*/m), SERVICE_FLAGS);
  assert.deepEqual(flagsIn('package.json', /"start": .*/), SERVICE_FLAGS);
});
