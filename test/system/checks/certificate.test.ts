import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, plus } from '../../../src/kernel/instant.ts';
import { checkCertificate } from '../../../src/system/checks/certificate.ts';
import { checkedPair } from '../../../src/system/tls/checked-pair.ts';
import { selfSigned } from '../../../src/system/tls/self-signed.ts';

const NOW = instant(Date.UTC(2026, 10, 22));
const DAY = 24 * 60 * 60 * 1000;

const checked = checkedPair(await selfSigned(['verify.example.com', '192.0.2.1'], NOW), NOW);
assert.ok(checked.ok);
const pair = checked.value;

const level = (host: string | null, days: number) =>
  checkCertificate({ pair, host, daysToWorry: 21, now: plus(NOW, days * DAY) }).level;

test('a certificate is looked at in time, and only then', () => {
  assert.equal(level('verify.example.com', 0), 'ok');
  assert.equal(level('verify.example.com', 344), 'ok');
  assert.equal(level('verify.example.com', 345), 'warning');
  assert.match(
    checkCertificate({ pair, host: null, daysToWorry: 21, now: plus(NOW, 360 * DAY) }).found,
    /5 more days, until 2027-11-22/,
  );
});

test('a certificate for another name than that of the links is a fault', () => {
  assert.equal(level('other.example.com', 0), 'fault');
  assert.equal(level('192.0.2.1', 0), 'ok');
  assert.equal(level('192.0.2.2', 0), 'fault');
  assert.equal(level('[2001:db8::1]', 0), 'fault');
  assert.equal(level(null, 0), 'ok');
});
