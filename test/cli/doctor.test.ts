import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { Finding } from '../../src/app/finding.ts';
import { startChatfuelStandIn } from '../../src/standins/chatfuel.ts';
import { freePort } from '../../src/system/free-port.ts';
import { countersign, LEAST_SETTINGS, type Settings, serving, workingDirectory } from './command-line.ts';

const SECRET_TOKEN = 'the-token-that-nobody-may-see';

async function standIn(context: TestContext, token = SECRET_TOKEN): Promise<Settings> {
  const chatfuel = await startChatfuelStandIn({ botId: 'bot-1', token });
  context.after(() => chatfuel.close());
  return {
    ...LEAST_SETTINGS,
    CHATFUEL_API_URL: chatfuel.url,
    CHATFUEL_BOT_ID: 'bot-1',
    CHATFUEL_TOKEN: SECRET_TOKEN,
  };
}

async function examined(directory: string, settings: Settings) {
  const { output, status, complaint } = await countersign(directory, settings, 'doctor', '--json');
  assert.equal(complaint, '');
  // The form is the command's own, and what is read of it is compared below.
  const report = JSON.parse(output) as { readonly level: string; readonly findings: readonly Finding[] };
  const levelOf = (check: string) =>
    report.findings.filter((each) => each.check === check).map(({ level }) => level);
  return { ...report, status, output, levelOf };
}

test('an installation that runs is found in order, without a secret in what is said', async (context) => {
  const directory = workingDirectory(context);
  const settings = await standIn(context);
  const webPort = await freePort('127.0.0.1');
  const publicUrl = `http://127.0.0.1:${webPort}`;
  const running = await serving(context, directory, {
    ...settings,
    WEB_PORT: String(webPort),
    PUBLIC_URL: publicUrl,
  });
  const report = await examined(directory, { ...settings, PUBLIC_URL: publicUrl });
  assert.equal(report.status, 0, report.output);
  assert.deepEqual(
    report.findings.filter(({ level }) => level === 'fault'),
    [],
  );
  for (const check of [
    'settings',
    'file modes',
    'database',
    'certificate',
    'clock',
    'Chatfuel',
    'public URL',
    'places',
  ]) {
    assert.ok(report.levelOf(check).includes('ok'), check);
  }
  assert.doesNotMatch(report.output, new RegExp(SECRET_TOKEN));
  assert.doesNotMatch(report.output, /key-for-the-tests/);
  await running.stop();
});

test('what is in the way is a fault, each with what to do, and the status says so', async (context) => {
  const directory = workingDirectory(context);
  const settings = await standIn(context, 'another token');
  const running = await serving(context, directory, settings);
  await running.stop();
  chmodSync(join(directory, 'data', 'countersign.key'), 0o644);
  writeFileSync(join(directory, '.env'), 'RETURN_MODE=auto\n', { mode: 0o644 });
  const report = await examined(directory, settings);
  assert.equal(report.status, 1);
  assert.equal(report.level, 'fault');
  assert.deepEqual(report.levelOf('file modes'), ['fault', 'fault']);
  assert.deepEqual(report.levelOf('Chatfuel'), ['fault']);
  for (const { level, todo } of report.findings) assert.equal(todo === null, level === 'ok');

  const { output, status } = await countersign(directory, settings, 'doctor');
  assert.equal(status, 1);
  assert.match(
    output,
    /^fault {4}Chatfuel +Chatfuel does not take the token for this bot \(422\)\.\n +Copy the bot id/m,
  );
  assert.match(output, /\d+ ok, \d+ to look at, 3 in the way\n$/);
});

test('wrong settings are told one by one', async (context) => {
  const report = await examined(workingDirectory(context), {
    API_PORT: 'x',
    PUBLIC_URL: 'http://example.com',
  });
  assert.equal(report.status, 1);
  assert.deepEqual(report.levelOf('settings'), ['fault', 'fault', 'fault']);
});

test('a certificate of files that cannot be served is a fault', async (context) => {
  const settings = { ...(await standIn(context)), TLS_CERT_FILE: 'none.crt', TLS_KEY_FILE: 'none.key' };
  const report = await examined(workingDirectory(context), settings);
  assert.deepEqual(report.levelOf('certificate'), ['fault']);
});
