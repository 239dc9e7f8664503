import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Certificate } from 'pkijs';
import { namesSigner } from '../../../src/system/time-stamp/names-signer.ts';
import { certificatesIn, openStamp } from '../../../src/system/time-stamp/open-stamp.ts';
import { stampRequest, tokenOf } from '../../../src/system/time-stamp/stamp-request.ts';
import { parseToken } from '../../../src/system/time-stamp/stamp-token.ts';
import { timeStampAuthority } from '../../fakes/time-stamp-authority.ts';

const TEXT = 'log.example.test/x\n7\nAAAA\n';
const NONCE = Uint8Array.of(0x00, 0xff, 3, 4, 5, 6, 7, 8);

const rootsOf = (file: string) => {
  const roots = certificatesIn(readFileSync(file, 'utf8'));
  assert.ok(roots !== null);
  return roots;
};

async function stamped(context: TestContext) {
  const authority = await timeStampAuthority(context);
  const token = tokenOf(authority.reply(stampRequest(TEXT, NONCE)), NONCE);
  assert.ok(token.ok, token.ok ? '' : token.error);
  return { authority, token: token.value, roots: rootsOf(authority.caFile) };
}

test('a stamp of openssl is opened: when, by whom, and whether its root is known', async (context) => {
  const { token, roots } = await stamped(context);
  const before = Date.now();
  const opened = await openStamp(token, TEXT, roots);
  assert.ok(opened.ok);
  assert.ok(Math.abs(opened.value.at - before) < 60_000);
  assert.deepEqual([opened.value.by, opened.value.isTrusted], ['Test Stamps', true]);
  const unknown = await openStamp(token, TEXT, []);
  assert.ok(unknown.ok && !unknown.value.isTrusted);
  const { roots: others } = await stamped(context);
  const elsewhere = await openStamp(token, TEXT, others);
  assert.ok(elsewhere.ok && !elsewhere.value.isTrusted);
});

test('openssl verifies the token that was taken from the answer', async (context) => {
  const { authority, token } = await stamped(context);
  const folder = mkdtempSync(join(tmpdir(), 'countersign-stamp-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'token.der'), token);
  writeFileSync(join(folder, 'text'), TEXT);
  const out = execFileSync(
    'openssl',
    ['ts', '-verify', '-in', 'token.der', '-token_in', '-data', 'text', '-CAfile', authority.caFile],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  assert.match(String(out), /Verification: OK/);
});

test('a stamp over another text, or with any byte of it changed, is not taken for one of this text', async (context) => {
  const { token, roots } = await stamped(context);
  assert.deepEqual(await openStamp(token, `${TEXT}x`, roots), { ok: false, error: 'not_this' });
  assert.deepEqual(await openStamp(new Uint8Array(), TEXT, roots), { ok: false, error: 'malformed' });
  const whole = await openStamp(token, TEXT, roots);
  assert.ok(whole.ok);
  for (let place = 0; place < token.length; place += 7) {
    const changed = Uint8Array.from(token);
    changed[place] = (changed[place] ?? 0) ^ 0x01;
    const opened = await openStamp(changed, TEXT, roots);
    if (!opened.ok) continue;
    // Bytes that nobody signed change nothing, or the way to the root.
    assert.equal(opened.value.at, whole.value.at, `byte ${place}`);
    if (opened.value.isTrusted) assert.deepEqual(opened, whole, `byte ${place}`);
  }
});

test('a certificate that is not for time stamps stamps nothing', async (context) => {
  const { authority, token, roots } = await stamped(context);
  const info = parseToken(token)?.signed.encapContentInfo.eContent?.getValue();
  assert.ok(info !== undefined);
  const forged = authority.signedByServer(new Uint8Array(info));
  assert.deepEqual(await openStamp(forged, TEXT, roots), { ok: false, error: 'no_time_stamper' });
});

test('an answer to another request, a refusal, and what is no answer at all give no token', async (context) => {
  const authority = await timeStampAuthority(context);
  const answer = authority.reply(stampRequest(TEXT, NONCE));
  const wrong = (bytes: Uint8Array, nonce = NONCE) => {
    const token = tokenOf(bytes, nonce);
    return token.ok ? null : token.error;
  };
  assert.match(wrong(answer, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8)) ?? '', /another request/);
  assert.match(
    wrong(Uint8Array.of(0x30, 0x05, 0x30, 0x03, 0x02, 0x01, 0x02)) ?? '',
    /refuses, with status 2/,
  );
  assert.match(wrong(Buffer.from('<html>busy</html>')) ?? '', /not one of a time-stamping/);
  assert.match(wrong(new Uint8Array()) ?? '', /not one of/);
});

test('what is no file of certificates is told from one', async (context) => {
  const { caFile } = await timeStampAuthority(context);
  const pem = readFileSync(caFile, 'utf8');
  assert.equal(certificatesIn(pem + pem)?.length, 2);
  assert.equal(certificatesIn(''), null);
  assert.equal(certificatesIn(pem.replace(/M/g, 'N')), null);
});

test('the certificate must be the very one that was signed with, by whichever hash it is named', async (context) => {
  for (const [hash, algorithm] of [
    ['sha1', 'ec'],
    ['sha256', 'rsa'],
    ['sha512', 'ec'],
  ] as const) {
    const authority = await timeStampAuthority(context, hash, algorithm);
    const token = tokenOf(authority.reply(stampRequest(TEXT, NONCE)), NONCE);
    assert.ok(token.ok);
    const opened = await openStamp(token.value, TEXT, rootsOf(authority.caFile));
    assert.ok(opened.ok && opened.value.isTrusted, hash);
    const parsed = parseToken(token.value);
    assert.ok(parsed !== null);
    const certificates = (parsed.signed.certificates ?? []).filter((each) => each instanceof Certificate);
    const named = certificates.map((each) => namesSigner(parsed.signed, each));
    assert.deepEqual(named.toSorted(), [false, true], hash);
  }
});
