import { Webhook } from 'standardwebhooks';
import { fromBase64, toBase64, utf8 } from '../kernel/bytes.ts';
import type { Instant } from '../kernel/instant.ts';
import { SigningKey } from '../kernel/signing.ts';

/** Signs one attempt. @returns one signature of the list in `webhook-signature`. */
export type WebhookSigner = (id: string, at: Instant, body: string) => string;

const SHORTEST_SECRET = 24;
const LONGEST_SECRET = 64;
const SEED_BYTES = 32;

/**
 * The signer of a secret as Standard Webhooks 1.0.0 writes it: `whsec_` for HMAC-SHA256 (`v1`), `whsk_` for Ed25519
 * (`v1a`; the 32 bytes of the seed, or those and the 32 of the public key). Null for any other text.
 */
export function webhookSigner(secret: string): WebhookSigner | null {
  const [, kind, encoded = ''] = /^(whsec|whsk)_(.+)$/.exec(secret) ?? [];
  const bytes = fromBase64(encoded);
  if (bytes === null) return null;
  if (kind === 'whsec') return symmetric(secret, bytes);
  const key = signingKey(bytes);
  return key === null ? null : asymmetric(key);
}

function symmetric(secret: string, { byteLength }: Uint8Array): WebhookSigner | null {
  if (byteLength < SHORTEST_SECRET || byteLength > LONGEST_SECRET) return null;
  const webhook = new Webhook(secret);
  return (id, at, body) => webhook.sign(id, new Date(at), body);
}

// The standard's library for JavaScript does not know v1a.
const asymmetric =
  (key: SigningKey): WebhookSigner =>
  (id, at, body) =>
    `v1a,${toBase64(key.sign(utf8(`${id}.${unixSeconds(at)}.${body}`)))}`;

function signingKey(bytes: Uint8Array): SigningKey | null {
  if (bytes.byteLength !== SEED_BYTES && bytes.byteLength !== 2 * SEED_BYTES) return null;
  const key = new SigningKey(bytes.subarray(0, SEED_BYTES));
  const isPair = toBase64(bytes.subarray(SEED_BYTES)) === toBase64(key.publicKey);
  return bytes.byteLength === SEED_BYTES || isPair ? key : null;
}

/** The value of `webhook-timestamp`. */
export const unixSeconds = (at: Instant): string => String(Math.floor(at / 1000));
