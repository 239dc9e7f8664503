import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { instant, plus } from '../../../src/kernel/instant.ts';
import { checkedPair } from '../../../src/system/tls/checked-pair.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';

const NOW = instant(Date.UTC(2026, 10, 22));
const DAY = 24 * 60 * 60 * 1000;
const pair = await selfSigned(['localhost'], NOW);

const faultOf = (given: typeof pair, now = NOW) => {
  const checked = checkedPair(given, now);
  return checked.ok ? null : checked.error;
};

test('a certificate with its own key passes, with the times of its life', () => {
  const checked = checkedPair(pair, NOW);
  assert.ok(checked.ok);
  assert.equal(checked.value.notAfter, plus(NOW, 365 * DAY));
  assert.ok(checked.value.notBefore < NOW);
});

test("another certificate's key is refused, of its own kind and of another", async () => {
  const other = await selfSigned(['localhost'], NOW);
  assert.match(String(faultOf({ ...pair, key: other.key })), /the key does not belong to the certificate/);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rsa = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  assert.match(String(faultOf({ ...pair, key: rsa })), /the key does not belong to the certificate/);
});

test('a certificate out of its time is refused, with the day on which it ended or begins', () => {
  assert.match(String(faultOf(pair, plus(NOW, 366 * DAY))), /ended on 2027-11-22T/);
  assert.match(String(faultOf(pair, plus(NOW, -DAY))), /begins on 2026-11-21T.*clock/);
});

test('what is no PEM, or is locked, is refused', () => {
  assert.match(String(faultOf({ ...pair, cert: 'nothing' })), /the certificate is none in PEM/);
  assert.match(String(faultOf({ ...pair, key: 'nothing' })), /the key is none in PEM/);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
  assert.match(String(faultOf({ ...pair, key: locked.toString() })), /locked with a passphrase/);
});
