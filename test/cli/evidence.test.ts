import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openNotary } from '../../src/app/notary.ts';
import { formatVerifierKey } from '../../src/domain/audit/note-key.ts';
import { answeredChallenge } from '../app/evidence-journey.ts';
import { countersign } from './command-line.ts';
import { evidenceFolder } from './evidence-folder.ts';

const SETTINGS = { WHATSAPP_NUMBER: '5215512345678', BUSINESS_NAME: 'Bóveda Azul' };

const run = (path: string, ...args: readonly string[]) => countersign(path, SETTINGS, ...args);

const signed = (context: TestContext) =>
  evidenceFolder(context, async (service, log) => {
    const id = await answeredChallenge(service);
    await log.sign();
    return id;
  });

test('the two files are made, and both are proven offline; what was not asked for is in neither', async (context) => {
  const { path, id } = await signed(context);
  const made = await run(path, 'evidence', id, '--out', 'case', '--reveal', 'purpose,address');
  assert.equal(made.complaint, '');
  assert.equal(made.status, 0);
  for (const name of [`${id}.json`, `${id}.pdf`]) {
    const file = join(path, 'case', name);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const checked = await run(path, 'evidence', 'verify', file);
    assert.equal(checked.status, 0, checked.complaint);
    assert.match(checked.output, /Passed\. The questions behind a link/);
    assert.match(checked.output, /purpose: See the canary/);
    assert.match(checked.output, /address: 203\.0\.113\.77/);
    assert.match(checked.output, /Whose key it is/);
    assert.ok(!checked.output.includes('canary-client'));
  }
  assert.ok(!readFileSync(join(path, 'case', `${id}.json`), 'utf8').includes('canary-client'));
});

test('a key that is known is not asked about, and one that is not believed rejects', async (context) => {
  const folder = await signed(context);
  const { path, id } = folder;
  await run(path, 'evidence', id);
  const key = await folder.opened(async (service) => {
    const [first] = (await openNotary(service))?.identity.keys ?? [];
    assert.ok(first !== undefined);
    return formatVerifierKey(first);
  });
  const known = await run(path, 'evidence', 'verify', `${id}.json`, '--key', key);
  assert.equal(known.status, 0);
  assert.ok(!known.output.includes('Whose key it is'));
  writeFileSync(join(path, 'keys.json'), JSON.stringify({ keys: [{ key }] }));
  assert.equal((await run(path, 'evidence', 'verify', `${id}.json`, '--key', 'keys.json')).status, 0);
  const other = 'other.example/log+a5d37f1e+AaMbHlr6CZZKFuS3OSNq0RLR/KPSvcEFuw5UJiSqqB+L';
  const unknown = await run(path, 'evidence', 'verify', `${id}.json`, '--key', other);
  assert.equal(unknown.status, 1);
  assert.match(unknown.complaint, /is no key|not believed/);
});

test('what was changed is rejected in plain words, with status 1', async (context) => {
  const { path, id } = await signed(context);
  await run(path, 'evidence', id, '--reveal', 'all');
  const file = join(path, `${id}.json`);
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('"issued":"20', '"issued":"19'));
  const checked = await run(path, 'evidence', 'verify', file);
  assert.equal(checked.status, 1);
  assert.equal(checked.output, '');
  assert.match(checked.complaint, /^countersign: Rejected\. It was changed after it was signed/);
  writeFileSync(file, `${text} `);
  const longer = await run(path, 'evidence', 'verify', file);
  assert.match(longer.complaint, /Rejected\. This is no evidence of Countersign, or not all of it/);
  assert.equal(longer.status, 1);
});

test('what cannot be read as evidence has status 2', async (context) => {
  const { path } = await signed(context);
  const failed = async (content: string) => {
    writeFileSync(join(path, 'file'), content);
    const { status, complaint } = await run(path, 'evidence', 'verify', 'file');
    assert.equal(status, 2);
    return complaint;
  };
  assert.match(await failed('%PDF-1.7 nothing'), /Nothing that proves anything/);
  assert.match(await failed('{"something":"else"}\n'), /no evidence of Countersign/);
  assert.match(await failed('\xff'), /no evidence of Countersign/);
  const missing = await run(path, 'evidence', 'verify', 'missing.json');
  assert.equal(missing.status, 2);
  assert.match(missing.complaint, /cannot be read/);
});

test('help says what each status means, with an example', async (context) => {
  const { path } = await signed(context);
  const { output } = await run(path, 'evidence', 'verify', '--help');
  assert.match(output, /Exit status: 0 proven, 1 rejected, 2 cannot be read, 3 interim/);
  assert.match(output, /Example: countersign evidence verify/);
});

test('before the log is signed the evidence is interim, with status 3', async (context) => {
  const { path, id } = await evidenceFolder(context, (service) => answeredChallenge(service));
  const made = await run(path, 'evidence', id);
  assert.equal(made.status, 3, made.complaint);
  assert.match(made.output, /INTERIM/);
  const checked = await run(path, 'evidence', 'verify', `${id}.json`);
  assert.equal(checked.status, 3);
  assert.match(checked.output, /INTERIM/);
});

test('what cannot be done is told in a line', async (context) => {
  const { path, id } = await signed(context);
  const complaint = async (...args: readonly string[]) => {
    const { status, complaint: told } = await run(path, ...args);
    assert.equal(status, 1);
    return told;
  };
  assert.match(await complaint('evidence', 'nonsense'), /no challenge's id/);
  assert.match(await complaint('evidence', `chl_${'0'.repeat(32)}`), /knows no challenge/);
  assert.match(await complaint('evidence', id, '--reveal', 'birthday'), /There is no birthday/);
  assert.match(await complaint('evidence', id, '--language', 'fr'), /en, es/);
  assert.match(await complaint('evidence', id, '--time-zone', 'Mars'), /time zone/);
});
