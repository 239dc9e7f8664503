import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toBase64 } from '../../src/kernel/bytes.ts';
import { instant } from '../../src/kernel/instant.ts';
import { SigningKey } from '../../src/kernel/signing.ts';
import { unixSeconds, webhookSigner } from '../../src/outbound/webhook-signing.ts';
import vectors from '../vectors/standard-webhooks.json' with { type: 'json' };

test('the published vectors are signed as published, with v1 and with v1a', () => {
  const at = instant(vectors.timestamp * 1000);
  for (const { secret, signature } of vectors.signatures) {
    assert.equal(webhookSigner(secret)?.(vectors.id, at, vectors.body), signature);
  }
});

test('an Ed25519 key may bring its public half, if that is its own', () => {
  const seed = new Uint8Array(32).fill(7);
  const { publicKey } = new SigningKey(seed);
  const whsk = (...parts: readonly Uint8Array[]) => `whsk_${toBase64(Buffer.concat(parts))}`;
  const [short, long] = [webhookSigner(whsk(seed)), webhookSigner(whsk(seed, publicKey))];
  assert.equal(long?.('id', instant(0), 'body'), short?.('id', instant(0), 'body'));
  assert.equal(webhookSigner(whsk(seed, seed)), null);
});

test('no signer is made of what is no secret, or of one that can be guessed', () => {
  const bytes = (size: number) => toBase64(new Uint8Array(size).fill(1));
  for (const secret of [
    '',
    'whsec_',
    bytes(32),
    `whsec_${bytes(23)}`,
    `whsec_${bytes(65)}`,
    `whsk_${bytes(31)}`,
    `whsk_${bytes(33)}`,
    `whpk_${bytes(32)}`,
    `whsec_${bytes(32)} `,
    `whsec_${bytes(32).replace('=', '')}`,
  ]) {
    assert.equal(webhookSigner(secret), null, secret);
  }
  for (const size of [24, 64]) assert.notEqual(webhookSigner(`whsec_${bytes(size)}`), null);
});

test('a time is written in whole seconds, begun ones included', () => {
  assert.equal(unixSeconds(instant(1_999)), '1');
});
