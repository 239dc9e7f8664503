import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { demoCommand } from '../../src/cli/demo.ts';
import { freePort } from '../../src/system/free-port.ts';

const COMMAND = join(dirname(dirname(import.meta.dirname)), 'bin', 'countersign.js');

type Run = { readonly child: ChildProcess; readonly said: () => string; readonly complained: () => string };

/** `countersign demo …` as a process of its own, which ends with the test. */
function countersignDemo(context: TestContext, ...options: readonly string[]): Run {
  const child = spawn(process.execPath, [COMMAND, 'demo', ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  context.after(async () => {
    if (child.exitCode === null && child.kill('SIGTERM')) await once(child, 'exit');
  });
  let said = '';
  let complained = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  child.stderr.on('data', (chunk) => {
    complained += chunk;
  });
  return { child, said: () => said, complained: () => complained };
}

/** What `pattern` finds in what the demo has said, as soon as it has. */
async function heard({ child, said }: Run, pattern: RegExp): Promise<string> {
  for (;;) {
    const [, found] = pattern.exec(said()) ?? [];
    if (found !== undefined) return found;
    await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
    if (child.exitCode !== null) throw new Error('the demo ended');
  }
}

async function listening(context: TestContext, port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
}

test('says where its page is, serves it, and leaves nothing behind when it is told to stop', async (t) => {
  const port = await freePort('127.0.0.1');
  const run = countersignDemo(t, '--port', String(port));
  const url = await heard(run, /Open\s+(\S+)/u);
  const folder = await heard(run, /Everything is in (\S+)/u);
  assert.equal(url, `http://localhost:${port}`);
  assert.match(await (await fetch(url)).text(), /<title>Countersign demo<\/title>/u);
  assert.equal(existsSync(folder), true);
  run.child.kill('SIGINT');
  const [code] = await once(run.child, 'exit');
  assert.equal(code, 0);
  assert.equal(existsSync(folder), false);
  assert.equal(run.complained(), '');
});

test('a port that was asked for and is taken is said in one line', async (t) => {
  const port = await freePort('127.0.0.1');
  await listening(t, port);
  const run = countersignDemo(t, '--port', String(port));
  const [code] = await once(run.child, 'close');
  assert.equal(code, 1);
  assert.match(
    run.complained(),
    new RegExp(`^countersign: Port ${port} is taken by another program: .*\n$`, 'u'),
  );
});

test('the usual port gives way to a free one where it is taken', async (t) => {
  await listening(t, 8090).catch(() => 'taken by another program already, which serves as well');
  const url = await heard(countersignDemo(t), /Open\s+(\S+)/u);
  assert.notEqual(new URL(url).port, '8090');
  assert.equal((await fetch(url)).status, 200);
});

for (const seconds of ['9', '601', '1e2', 'abc', '-5', '']) {
  test(`a link cannot be good for "${seconds}" seconds`, async () => {
    let complained = '';
    const command = demoCommand()
      .exitOverride()
      .configureOutput({
        writeErr: (text) => {
          complained += text;
        },
      });
    await assert.rejects(command.parseAsync([`--seconds=${seconds}`], { from: 'user' }), { exitCode: 1 });
    assert.match(complained, /It must be a whole number from 10 to 600/u);
  });
}
