import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test } from 'node:test';
import { loadtestCommand } from '../../src/cli/loadtest.ts';
import { freePort } from '../../src/system/free-port.ts';
import { KEY, runningService } from '../flaws/running-service.ts';

const COMMAND = join(dirname(dirname(import.meta.dirname)), 'bin', 'countersign.js');

type Ended = { readonly status: number; readonly said: string; readonly complained: string };

/** `countersign loadtest …` as a process of its own. */
function loadtest(...options: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [COMMAND, 'loadtest', ...options], (_, said, complained) => {
      resolve({ status: child.exitCode ?? -1, said, complained });
    });
  });
}

describe('without a target it loads a service of its own', () => {
  for (const [part, name] of [
    ['create', 'requests for a challenge'],
    ['page', 'requests for a page'],
    ['journey', 'journeys'],
  ] as const) {
    test(`with fifty ${name}, all of which succeed`, async () => {
      const { status, said, complained } = await loadtest(
        '--requests',
        '50',
        '--connections',
        '5',
        '--part',
        part,
      );
      assert.match(said, new RegExp(`^50 ${name}, 5 at once, in [\\d.]+ s$`, 'mu'));
      assert.match(said, /^ {2}successes {6}50$/mu);
      assert.match(said, /^ {2}errors {9}0$/mu);
      assert.match(said, /^ {2}per second {5}[\d,]+$/mu);
      assert.match(said, /^ {2}p50, p95, p99 {2}[\d.]+, [\d.]+, [\d.]+ ms$/mu);
      assert.equal(complained, '');
      assert.equal(status, 0);
      const [, folder = ''] = /its database in (.+)\.$/mu.exec(said) ?? [];
      assert.ok(
        folder.startsWith(tmpdir()) && !readdirSync(tmpdir()).includes(folder.slice(tmpdir().length + 1)),
      );
    });
  }
});

test('a service that runs already is loaded from both its sides', async (t) => {
  const { apiUrl, chatfuel } = await runningService(t);
  const { status, said } = await loadtest(
    '--url',
    apiUrl,
    '--key',
    KEY,
    '--requests',
    '20',
    '--connections',
    '4',
  );
  assert.equal(status, 0, said);
  assert.match(said, /^ {2}successes {6}20$/mu);
  assert.ok(chatfuel.calls.length > 0);
});

test('more connections than requests are as many as there are requests', async (t) => {
  const { apiUrl } = await runningService(t);
  const options = ['--requests', '3', '--connections', '10', '--part', 'create'];
  const { status, said } = await loadtest('--url', apiUrl, '--key', KEY, ...options);
  assert.equal(status, 0);
  assert.match(said, /^3 requests for a challenge, 3 at once,/mu);
});

test('a target that is down is one line and status 1', async () => {
  const url = `http://127.0.0.1:${await freePort('127.0.0.1')}`;
  assert.deepEqual(await loadtest('--url', url, '--key', KEY), {
    status: 1,
    said: '',
    complained: `countersign: ${url} does not answer (ECONNREFUSED): is the service running there?\n`,
  });
});

test('another host is refused before anything is sent to it', async () => {
  const { status, complained } = await loadtest('--url', 'https://verify.example.invalid', '--key', KEY);
  assert.equal(status, 1);
  assert.match(complained, /^countersign: --url: https:\/\/verify\.example\.invalid is not this machine/);
});

test('--url without a key, and --web without --url, say what is missing', async () => {
  assert.match((await loadtest('--url', 'http://127.0.0.1:8000')).complained, /--url needs the key/);
  assert.match((await loadtest('--web', 'http://127.0.0.1:8080')).complained, /--web needs --url/);
});

for (const [flag, value, message] of [
  ['--requests', '0', /whole number from 1 to 10,000,000/],
  ['--requests', '1e3', /whole number/],
  ['--requests', '', /whole number/],
  ['--connections', '10001', /whole number from 1 to 10,000/],
  ['--connections', '-1', /whole number/],
  ['--part', 'answer', /Allowed choices are create, page, journey/],
  ['--threads', '5', /unknown option/],
] as const) {
  test(`${flag}=${value} is refused with what would be right`, async () => {
    let complained = '';
    const command = loadtestCommand()
      .exitOverride()
      .configureOutput({
        writeErr: (text) => {
          complained += text;
        },
      });
    await assert.rejects(command.parseAsync([`${flag}=${value}`], { from: 'user' }), { exitCode: 1 });
    assert.match(complained, message);
  });
}
