import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { openNotary } from '../../src/app/notary.ts';
import { signCheckpoint } from '../../src/domain/audit/checkpoint.ts';
import { formatVerifierKey, noteSigner } from '../../src/domain/audit/note-key.ts';
import { SigningKey } from '../../src/kernel/signing.ts';
import { answeredChallenge } from '../app/evidence-journey.ts';
import { fillLog } from '../app/whole-log.ts';
import { countersign } from './command-line.ts';
import { evidenceFolder } from './evidence-folder.ts';

const START = join(import.meta.dirname, '..', '..', 'bin', 'countersign.js');

const run = (path: string, ...args: readonly string[]) =>
  countersign(path, { WHATSAPP_NUMBER: '5215512345678' }, ...args);

const filled = (context: TestContext) =>
  evidenceFolder(context, async (service, log) => {
    await fillLog(service, log);
    return await answeredChallenge(service, 'right', 'the last one');
  });

function sql(database: string, statement: string): void {
  const connection = new DatabaseSync(database);
  connection.exec(statement);
  connection.close();
}

test('a checkpoint is signed where no service does it, printed with its keys, and verified from', async (context) => {
  const { path, database, opened } = await filled(context);
  const printed = await run(path, 'audit', 'checkpoint');
  assert.equal(printed.status, 0, printed.complaint);
  const identity = await opened(async (service) => (await openNotary(service))?.identity);
  assert.ok(printed.output.startsWith(`${identity?.origin}\n`));
  assert.equal(identity?.keys.length, 2);
  for (const key of identity?.keys ?? []) assert.ok(printed.output.includes(formatVerifierKey(key)));
  assert.match(printed.output, /BEGIN PUBLIC KEY/);
  writeFileSync(join(path, 'saved'), printed.output);
  const whole = await run(path, 'audit', 'verify');
  assert.equal(whole.status, 0, whole.complaint);
  assert.match(whole.output, /holds: \d+ entries, from 2026-/);
  assert.match(
    whole.output,
    /5 checkpoints were signed over exactly these entries, the newest over all of them/,
  );
  assert.match(whole.output, /countersign\.checkpoint, goes with it/);
  const later = await run(path, 'audit', 'verify', '--from-checkpoint', 'saved');
  assert.equal(later.status, 0, later.complaint);
  assert.match(later.output, /were taken from the checkpoint/);

  sql(
    database,
    `DROP TRIGGER audit_is_not_edited;
     UPDATE audit_entries SET entry = CAST(replace(CAST(entry AS TEXT), '"test"', '"tess"') AS BLOB) WHERE entry_index = 8`,
  );
  const altered = await run(path, 'audit', 'verify');
  assert.equal(altered.status, 1);
  assert.equal(altered.output, '');
  assert.match(
    altered.complaint,
    /The log does not hold\. Entry 8 was altered.*Everything before it holds\./,
  );
  assert.match(altered.complaint, /Keep the database as it is, as evidence/);
});

test('a file that is no checkpoint of this log is told from a log that does not hold', async (context) => {
  const { path } = await filled(context);
  writeFileSync(join(path, 'nothing'), 'nothing\n');
  const nothing = await run(path, 'audit', 'verify', '--from-checkpoint', 'nothing');
  assert.equal(nothing.status, 1);
  assert.match(nothing.complaint, /no checkpoint that this log signed/);
  const missing = await run(path, 'audit', 'verify', '--from-checkpoint', 'missing');
  assert.match(missing.complaint, /missing cannot be read/);
});

test('a challenge is found by client or phone in any spelling, and nothing found is said', async (context) => {
  const { path, id } = await filled(context);
  const byClient = await run(path, 'audit', 'search', '--client', ' THE LAST ONE', '--json');
  assert.equal(byClient.status, 0, byClient.complaint);
  assert.partialDeepStrictEqual(JSON.parse(byClient.output), { challenge: id, status: 'passed' });
  const byPhone = await run(path, 'audit', 'search', '--phone', '+52 (55) 1234-5678');
  assert.ok(byPhone.output.includes(id), byPhone.output);
  assert.match(byPhone.output, /\d+ found\. What happened with one: countersign evidence/);
  const nobody = await run(path, 'audit', 'search', '--client', '0052 55 9999 9999', '--since', '2026-01-01');
  assert.equal(nobody.status, 0);
  assert.match(
    nobody.output,
    /^Nothing was found for client 525599999999, since 2026-01-01T00:00:00\.000Z\./,
  );
  assert.match((await run(path, 'audit', 'search')).complaint, /Say what to look for/);
});

test('the log is exported as JSON Lines and as CSV, to a file or to standard output', async (context) => {
  const { path, opened } = await filled(context);
  const size = await opened(({ store }) => store.audit.size());
  const lines = await run(path, 'audit', 'export');
  assert.equal(lines.complaint, '');
  const entries = lines.output
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  assert.equal(entries.length, size);
  assert.partialDeepStrictEqual(entries[0], { index: 0, entry: { type: 'signing_key.created' } });
  const written = await run(path, 'audit', 'export', '--format', 'csv', '--out', 'log.csv');
  assert.match(written.output, new RegExp(`^${size} entries are in log\\.csv`));
  const rows = readFileSync(join(path, 'log.csv'), 'utf8').trimEnd().split('\r\n');
  assert.equal(rows.length, size + 1);
  assert.match(rows[0] ?? '', /^index,time,type,channel,challenge,.*,hash$/);
  assert.match(rows[1] ?? '', /^0,2026-[^,]+,signing_key\.created,,,/);
  await opened((_, log) => log.grow(3000));
  const piped = `'${process.execPath}' '${START}' audit export | head -n 1`;
  const cut = spawnSync('bash', ['--norc', '-o', 'pipefail', '-c', piped], {
    cwd: path,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], WHATSAPP_NUMBER: '5215512345678' },
  });
  assert.deepEqual([cut.status, cut.stderr, cut.stdout.split('\n').length], [0, '', 2]);
  const none = await run(path, 'audit', 'export', '--since', '2099-01-01');
  assert.equal(none.output, '');
});

test('a new key signs from then on, with the old one once, and what the old one signed stays good', async (context) => {
  const { path, id, opened } = await filled(context);
  await opened((_, log) => log.sign());
  await run(path, 'evidence', id);
  const rotated = await run(path, 'audit', 'rotate-key');
  assert.equal(rotated.status, 0, rotated.complaint);
  const keys = await opened(async (service) => (await openNotary(service))?.identity.keys ?? []);
  assert.equal(keys.length, 3);
  const [newest] = keys.slice(-1);
  assert.ok(newest !== undefined && rotated.output.endsWith(`${formatVerifierKey(newest)}\n`));
  const signers = await opened(async (service) => (await openNotary(service))?.signers.length);
  assert.equal(signers, 1);
  assert.equal((await run(path, 'audit', 'verify')).status, 0);
  const published = rotated.output.trimEnd().split('\n').at(-1) ?? '';
  assert.equal((await run(path, 'evidence', 'verify', `${id}.json`)).status, 0);
  assert.equal((await run(path, 'evidence', 'verify', `${id}.json`, '--key', published)).status, 1);
});

test('the checkpoint of another log is not replaced unless that is said', async (context) => {
  const { path, checkpoint } = await filled(context);
  const key = noteSigner('other.example/log', 'ed25519', new SigningKey(new Uint8Array(32).fill(3)));
  const root = new Uint8Array(32);
  const foreign = signCheckpoint({ origin: 'other.example/log', size: 3, root, extensions: [] }, key);
  writeFileSync(checkpoint, foreign);
  const refused = await run(path, 'audit', 'accept');
  assert.equal(refused.status, 1);
  assert.match(refused.complaint, /is of other\.example\/log, and no key .* it belongs to another log/);
  assert.match(refused.complaint, /--replace-checkpoint/);
  assert.equal(readFileSync(checkpoint, 'utf8'), foreign);
  const accepted = await run(path, 'audit', 'accept', '--replace-checkpoint');
  assert.equal(accepted.status, 0, accepted.complaint);
  assert.match(accepted.output, /The log goes on with \d+ entries/);
  assert.notEqual(readFileSync(checkpoint, 'utf8'), foreign);
});

test('every command has help with an example', async (context) => {
  const { path } = await filled(context);
  const names = ['verify', 'checkpoint', 'search', 'export', 'rotate-key', 'accept'];
  const helps = await Promise.all(names.map((name) => run(path, 'audit', name, '--help')));
  for (const [nth, { output, status }] of helps.entries()) {
    assert.equal(status, 0);
    assert.match(output, new RegExp(`Example.*: countersign audit ${names[nth]}`));
  }
});
