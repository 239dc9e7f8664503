import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { marked } from 'marked';
import { addSigningKey } from '../../src/app/add-signing-key.ts';
import { openNotary } from '../../src/app/notary.ts';
import { publishedKeys } from '../../src/app/published-keys.ts';
import { type BundleEntry, formatBundle, parseBundle } from '../../src/domain/audit/evidence-bundle.ts';
import { formatVerifierKey, noteSigner } from '../../src/domain/audit/note-key.ts';
import { SigningKey } from '../../src/kernel/signing.ts';
import { begunLog } from '../app/begun-log.ts';
import { answeredChallenge, bundleOf } from '../app/evidence-journey.ts';
import { serviceForTests } from '../app/service-for-tests.ts';
import { evidenceFolder } from '../cli/evidence-folder.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const GUIDE = readFileSync(join(ROOT, 'docs', 'guides', 'dispute.md'), 'utf8');

/** What the guide has in blocks of a language, in their order. */
function blocks(language: string): readonly string[] {
  const found: string[] = [];
  // Resolves what callbacks return, which here is nothing.
  void marked.walkTokens(marked.lexer(GUIDE), (token) => {
    if (token.type === 'code' && token['lang'] === language) found.push(String(token['text']));
  });
  return found;
}

const CHECK = blocks('sh').join('\n');

/** Evidence under a key that took another one's place, and what the business publishes. */
async function handedOver(context: TestContext) {
  const service = await serviceForTests(context);
  const log = await begunLog(service);
  await addSigningKey(service, 1);
  const id = await answeredChallenge(service);
  await log.grow(29);
  await log.sign();
  const text = await bundleOf(service, id, new Set(['phone', 'purpose', 'questions']));
  const signer = (await openNotary(service))?.signers.at(-1);
  const content = parseBundle(text)?.content;
  assert.ok(signer !== undefined && content !== undefined);
  return { text, keys: JSON.stringify(await publishedKeys(service)), signer, content };
}

function checked(context: TestContext, text: string, keys: string) {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-dispute-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'evidence.json'), text);
  writeFileSync(join(folder, 'countersign-keys.json'), keys);
  return spawnSync('bash', ['-euo', 'pipefail', '-c', CHECK], { cwd: folder, encoding: 'utf8' });
}

test('a third party checks the evidence with a shell and openssl, as the guide has it', async (context) => {
  const { text, keys } = await handedOver(context);
  const { status, stdout, stderr } = checked(context, text, keys);
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  assert.equal(stdout.match(/Signature Verified Successfully/g)?.length, 2);
  assert.equal(stdout.match(/Entry \d+ of \d+ is in the log/g)?.length, 4);
  assert.match(stdout, /"phone","\+5215512345678"\]/);
  assert.match(stdout, /"purpose","See the canary"\]/);
});

test('whatever is changed in the file, the commands of the guide fail', async (context) => {
  const { text, keys } = await handedOver(context);
  for (const [what, by] of [
    ['"issued":"2026', '"issued":"2025'],
    ['\\"outcome\\":\\"passed\\"', '\\"outcome\\":\\"failed\\"'],
    ['index 3\\n', 'index 2\\n'],
    ['"value":"', '"value":"A'],
  ] as const) {
    const altered = text.replace(what, by);
    assert.notEqual(altered, text);
    assert.notEqual(checked(context, altered, keys).status, 0, what);
  }
  const stranger = noteSigner('other.example/log', 'ed25519', new SigningKey(new Uint8Array(32).fill(9)));
  const others = JSON.stringify({ keys: [{ key: formatVerifierKey(stranger) }] });
  assert.notEqual(checked(context, text, others).status, 0);
});

test('what the business itself signs otherwise than its log has it, the commands find too', async (context) => {
  const { keys, signer, content } = await handedOver(context);
  const { entries } = content;
  const [first, second] = entries;
  assert.ok(first !== undefined && second !== undefined);
  const forged = (changes: Partial<BundleEntry>, place = 0) =>
    formatBundle({ ...content, entries: entries.with(place, { ...first, ...changes }) }, signer);
  const invented = Buffer.from(`["${'A'.repeat(43)}","phone","+525500000000"]`).toString('base64url');
  for (const [what, text] of [
    ['another entry', forged({ entry: first.entry.replace('"test"', '"tess"') })],
    ['another place', forged({ proof: first.proof?.replace(/^index \d+$/m, 'index 9') ?? '' })],
    ['another root', forged({ proof: first.proof?.replace(/\n\d+\n/, '\n99\n') ?? '' })],
    ["another entry's digests", forged({ digests: second.digests })],
    ['a disclosure that was made up', forged({ disclosures: [invented] })],
    ['an entry left out', formatBundle({ ...content, entries: entries.slice(1) }, signer)],
  ] as const) {
    const { status, stderr } = checked(context, text, keys);
    assert.notEqual(status, 0, what);
    assert.match(stderr, /WRONG/, what);
  }
});

test('the officer finds, checks and hands over what the guide says, by the commands that it has', async (context) => {
  const { path, id, opened } = await evidenceFolder(context, async (service, log) => {
    const challenge = await answeredChallenge(service);
    await log.sign();
    return challenge;
  });
  const keys = await opened((service) => publishedKeys(service));
  writeFileSync(join(path, 'countersign-keys.json'), JSON.stringify(keys));
  mkdirSync(join(path, 'bin'));
  const start = `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'bin', 'countersign.js')}' "$@"\n`;
  writeFileSync(join(path, 'bin', 'countersign'), start, { mode: 0o755 });
  const commands = blocks('console').filter((line) => line.startsWith('countersign'));
  assert.equal(commands.length, 4);
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command.replaceAll('chl_019a…', id)], {
      cwd: path,
      encoding: 'utf8',
      env: { PATH: `${join(path, 'bin')}:${process.env['PATH']}`, WHATSAPP_NUMBER: '5215512345678' },
    });
    assert.equal(status, 0, `${command}\n${stdout}${stderr}`);
    if (command.includes('search')) assert.ok(stdout.includes(id), stdout);
  }
  copyFileSync(join(path, 'case-17', `${id}.json`), join(path, 'evidence.json'));
  const { status, stderr } = checked(
    context,
    readFileSync(join(path, 'evidence.json'), 'utf8'),
    JSON.stringify(keys),
  );
  assert.equal(status, 0, stderr);
});
