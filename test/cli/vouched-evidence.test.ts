import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { parseBundle } from '../../src/domain/audit/evidence-bundle.ts';
import { parseProof } from '../../src/domain/audit/proof.ts';
import { parseNote } from '../../src/domain/audit/signed-note.ts';
import { timeStampAuthority } from '../fakes/time-stamp-authority.ts';
import {
  countersign,
  LEAST_SETTINGS,
  type RunningProcess,
  type Settings,
  serving,
  workingDirectory,
} from './command-line.ts';
import { witnessing } from './witness-process.ts';

const HEADERS = { 'x-api-key': LEAST_SETTINGS['API_KEY'] ?? '', 'content-type': 'application/json' };

async function create(apiUrl: string, client: string): Promise<string> {
  const body = JSON.stringify({ client_id: client, facts: { date_of_birth: '1980-02-03' } });
  const response = await fetch(`${apiUrl}/v1/challenges`, { method: 'POST', headers: HEADERS, body });
  assert.equal(response.status, 201);
  // Of the API's own form; a wrong one finds no evidence below.
  return ((await response.json()) as { readonly id: string }).id;
}

/** The largest checkpoint that a voucher vouched for, as the figures have it. */
async function vouched({ apiUrl }: RunningProcess, voucher: string): Promise<number> {
  const text = await (await fetch(`${apiUrl}/metrics`, { headers: HEADERS })).text();
  const line = text
    .split('\n')
    .find((each) => each.startsWith(`countersign_vouched_entries{voucher="${voucher}"}`));
  return Number(line?.split(' ')[1] ?? 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** The log's key as the service publishes it, of a service that has run once. */
async function logKey(context: TestContext, directory: string): Promise<string> {
  const service = await serving(context, directory, {});
  const published = await (await fetch(`${service.webUrl}/.well-known/countersign-keys.json`)).text();
  await service.stop();
  writeFileSync(join(directory, 'keys.json'), published);
  // As src/http/published-keys.ts writes it.
  const { keys } = JSON.parse(published) as { readonly keys: readonly { readonly key: string }[] };
  return keys[0]?.key ?? '';
}

test('evidence has what a witness and an authority said of it, and openssl verifies the time stamp that is in it', async (context) => {
  const directory = workingDirectory(context);
  const authority = await timeStampAuthority(context);
  const witness = await witnessing(
    context,
    directory,
    '--log',
    await logKey(context, directory),
    '--name',
    'w.example/anna',
  );
  const settings: Settings = {
    WITNESSES: `${witness.key} ${witness.url}`,
    TSA_URL: authority.url,
    TSA_CA_FILE: authority.caFile,
    TSA_MINUTES: '0',
    VOUCHERS_ALLOW_PRIVATE: 'true',
  };
  const service = await serving(context, directory, settings);
  const id = await create(service.apiUrl, 'somebody');
  await until(async () => {
    const answer = await fetch(`${service.apiUrl}/v1/challenges/${id}/evidence`, { headers: HEADERS });
    const content = parseBundle(await answer.text())?.content;
    return content?.timestamp !== null && content?.witnesses.length === 1;
  });
  await until(async () => (await vouched(service, 'w.example/anna')) >= 3);
  await until(async () => (await vouched(service, new URL(authority.url).host)) >= 3);
  // One that hangs or lies holds nobody up.
  authority.answerWith(() => undefined);
  const started = Date.now();
  await create(service.apiUrl, 'somebody else');
  assert.ok(Date.now() - started < 5000);
  assert.equal((await service.stop()).status, 0);

  const all = { ...LEAST_SETTINGS, ...settings };
  // Also by who asks no witness any more.
  for (const asked of [all, { ...LEAST_SETTINGS }]) {
    const log = await countersign(directory, asked, 'audit', 'verify');
    assert.equal(log.status, 0, log.complaint);
  }
  const made = await countersign(directory, all, 'evidence', id);
  assert.equal(made.status, 0, made.complaint);
  const check = (...args: readonly string[]) => countersign(directory, {}, 'evidence', 'verify', ...args);
  const trusting = [
    '--key',
    'keys.json',
    '--witness',
    witness.key,
    '--quorum',
    '1',
    '--tsa-ca',
    authority.caFile,
  ];
  for (const file of [`${id}.json`, `${id}.pdf`]) {
    const { status, output, complaint } = await check(file, ...trusting);
    assert.equal(status, 0, complaint);
    assert.match(output, /Witness w\.example\/anna saw that log at 20/);
    assert.match(output, /The log was so before 20\S+: time stamp by Test Stamps\./);
    assert.doesNotMatch(output, /Who these witnesses are|was not looked at/);
  }
  const strangers = await check(`${id}.json`);
  assert.match(strangers.output, /Who these witnesses are\..*\n +w\.example\/anna\+/);
  assert.match(
    strangers.output,
    /by Test Stamps is whole; whether that signer is to be believed was not looked at/,
  );
  const other = await timeStampAuthority(context);
  assert.match(
    (await check(`${id}.json`, '--tsa-ca', other.caFile)).complaint,
    /Rejected\. Its time stamp does not lead to/,
  );
  const two = await check(`${id}.json`, '--witness', witness.key, '--quorum', '2');
  assert.match(two.complaint, /Rejected\. Of the witnesses that you know 1 saw this, and 2 must have/);

  const content = parseBundle(readFileSync(join(directory, `${id}.json`), 'utf8'))?.content;
  const note = parseProof(content?.entries[0]?.proof ?? '')?.checkpoint ?? '';
  writeFileSync(join(directory, 'note.txt'), parseNote(note)?.text ?? '');
  writeFileSync(join(directory, 'stamp.der'), Buffer.from(content?.timestamp ?? '', 'base64'));
  const verified = execFileSync(
    'openssl',
    ['ts', '-verify', '-in', 'stamp.der', '-token_in', '-data', 'note.txt', '-CAfile', authority.caFile],
    { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  assert.match(String(verified), /Verification: OK/);
  // What left for the authority is the hash, and nothing of the log.
  assert.ok(authority.requests.every((request) => request.length < 100));
});

test('keys of witnesses and certificates that are none stop the start, in a line', async (context) => {
  const directory = workingDirectory(context);
  const complaint = async (settings: Settings) =>
    (
      await countersign(
        directory,
        { ...LEAST_SETTINGS, VOUCHERS_ALLOW_PRIVATE: 'true', ...settings },
        'serve',
      )
    ).complaint;
  const log = 'other.example/log+a5d37f1e+AaMbHlr6CZZKFuS3OSNq0RLR/KPSvcEFuw5UJiSqqB+L';
  assert.match(
    await complaint({ WITNESSES: `${log} https://w.example` }),
    /WITNESSES: .* (?:is no key|key of a log)/,
  );
  writeFileSync(join(directory, 'none.pem'), 'none');
  const tsa = { TSA_URL: 'http://127.0.0.1:1/', TSA_CA_FILE: 'none.pem' };
  assert.match(await complaint(tsa), /TSA_CA_FILE: none\.pem holds no certificates as PEM/);
});
