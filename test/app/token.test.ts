import assert from 'node:assert/strict';
import { Buffer } from 'node:buffer';
import { test } from 'node:test';
import { newToken, tokenHashOf } from '../../src/app/token.ts';
import { type Instant, instant, plus } from '../../src/kernel/instant.ts';
import { seededEntropy } from '../fakes/entropy.ts';

const NOW = instant(Date.UTC(2026, 10, 22, 9, 30));
const YEAR = 366 * 24 * 60 * 60 * 1000;

const tokensAt = (at: Instant, count: number) => {
  const entropy = seededEntropy(at);
  return Array.from({ length: count }, () => newToken(entropy, at));
};

test('a token is found by the hash that was stored in its place', () => {
  for (const { token, hash } of tokensAt(NOW, 100)) {
    assert.match(token, /^[A-Za-z0-9_-]{27}$/);
    assert.equal(hash.byteLength, 36);
    assert.deepEqual(tokenHashOf(token), hash);
  }
});

test('tokens of the same second differ in all that follows the second', () => {
  const tokens = tokensAt(NOW, 1000);
  const random = tokens.map(({ token }) => Buffer.from(token, 'base64url').toString('hex', 4));
  assert.equal(new Set(random).size, tokens.length);
  const hashed = tokens.map(({ hash }) => Buffer.from(hash).toString('hex', 4));
  assert.equal(new Set(hashed).size, tokens.length);
});

test('the order of hashes follows time, by the second', () => {
  const times = [0, 1000, 60_000, 3_600_000, YEAR, 10 * YEAR, 70 * YEAR].map((later) => plus(NOW, later));
  const groups = times.map((at) => tokensAt(at, 20).map(({ hash }) => hash));
  for (const [nth, earlier] of groups.entries()) {
    for (const later of groups.slice(nth + 1).flat()) {
      for (const one of earlier) assert.equal(Buffer.compare(one, later), -1);
    }
  }
});

test('a token is made at any time that a clock may show', () => {
  for (const at of [-YEAR, -1, 0, 2 ** 32 * 1000, 8.64e15]) {
    const { token, hash } = newToken(seededEntropy('any'), instant(at));
    assert.deepEqual(tokenHashOf(token), hash);
  }
});

test('the same random bits in another second are another token, which is not stored', () => {
  const one = newToken(seededEntropy('same'), NOW);
  const other = newToken(seededEntropy('same'), plus(NOW, 1000));
  assert.notEqual(one.token, other.token);
  assert.notDeepEqual(one.hash, other.hash);
});

test('what is not 20 bytes of canonical base64url is no token', () => {
  const [{ token } = { token: '' }] = tokensAt(NOW, 1);
  const shorter = token.slice(0, 26);
  for (const text of [
    '',
    'x',
    'A'.repeat(22),
    shorter,
    `${token}A`,
    `${token}=`,
    `${shorter}é`,
    `${shorter}B`,
  ]) {
    assert.equal(tokenHashOf(text), null, text);
  }
});
