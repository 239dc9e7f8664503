import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatSignerKey,
  formatVerifierKey,
  isKeyName,
  noteSigner,
  noteVerifier,
  parseSignerKey,
  parseVerifierKey,
} from '../../../src/domain/audit/note-key.ts';
import { SigningKey } from '../../../src/kernel/signing.ts';
import { vectors } from '../../vectors/vector-file.ts';
import { keyPair } from './log-keys.ts';

// The part of signed-note.json, a file of this repository, that this test needs.
const published = vectors('signed-note') as { goodKeys: string[]; badKeys: string[] };

test('the published keys are read, and written as they were', () => {
  for (const text of published.goodKeys) {
    const key = parseVerifierKey(text);
    assert.ok(key !== null, text);
    assert.equal(formatVerifierKey(key), text);
  }
});

test('the published bad keys are refused', () => {
  for (const text of published.badKeys) assert.equal(parseVerifierKey(text), null, text);
});

test('no part and no changed character of a key is a key', () => {
  const [, text] = published.goodKeys;
  assert.ok(text !== undefined);
  for (let begin = 0; begin <= text.length; begin++) {
    for (let end = begin; end <= text.length; end++) {
      if (end - begin < text.length) assert.equal(parseVerifierKey(text.slice(begin, end)), null);
    }
  }
  for (let place = 0; place < text.length; place++) {
    for (const other of ['A', '0', '+', '=', ' ', 'é']) {
      const changed: string = text.slice(0, place) + other + text.slice(place + 1);
      if (changed !== text) assert.equal(parseVerifierKey(changed), null, changed);
    }
  }
});

test('one key under two types has two key ids', () => {
  assert.notEqual(
    keyPair('example.test/log').verifier.keyId,
    keyPair('example.test/log', 'cosignature').verifier.keyId,
  );
});

test('a signer writes the same public key as its verifier', () => {
  const { signer, verifier } = keyPair('example.test/log');
  assert.equal(formatVerifierKey(signer), formatVerifierKey(verifier));
});

test('a name is neither empty nor has white space of any kind, a plus or half a character', () => {
  for (const name of [
    '',
    ' ',
    'a b',
    'a+b',
    'a\tb',
    'a\nb',
    'a\u0085b',
    'a\u00a0b',
    'a\u2028b',
    'a\u3000b',
    'a\ud800',
  ]) {
    assert.ok(!isKeyName(name), JSON.stringify(name));
    assert.equal(noteVerifier(name, 'ed25519', new SigningKey(new Uint8Array(32)).publicKey), null);
    assert.throws(() => noteSigner(name, 'ed25519', new SigningKey(new Uint8Array(32))), {
      name: 'RangeError',
    });
  }
  for (const name of ['example.test/log', 'PeterNeumann', 'Señor-0', 'x\ufeffy'])
    assert.ok(isKeyName(name), name);
});

test('a private key is read and written as the tools of the format do (golang.org/x/mod/sumdb/note, its example)', () => {
  const text = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
  const signer = parseSignerKey(text);
  assert.ok(signer !== null);
  assert.equal(
    formatVerifierKey(signer),
    'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  );
  const seed = Buffer.from('gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=', 'base64');
  assert.equal(formatSignerKey('PeterNeumann', 'ed25519', seed), text);
  const own = formatSignerKey('witness.example/w', 'cosignature', seed);
  assert.equal(parseSignerKey(own)?.type, 'cosignature');
  for (const wrong of [
    '',
    text.slice(1),
    `${text} `,
    text.replace('c74f20a3', 'c74f20a4'),
    text.slice(0, -4),
    'PRIVATE+KEY+',
  ]) {
    assert.equal(parseSignerKey(wrong), null, wrong);
  }
});
