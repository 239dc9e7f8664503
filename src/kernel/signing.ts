import { Buffer } from 'node:buffer';
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { concat, toHex } from './bytes.ts';

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

// All that DER puts before the 32 bytes of an Ed25519 key (RFC 8410 sections 4 and 7).
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** An Ed25519 private key (RFC 8032), only ever in memory. */
export class SigningKey {
  /** The 32 bytes of the public half. */
  readonly publicKey: Uint8Array;
  readonly #key: KeyObject;

  /**
   * @param seed the 32 random bytes that RFC 8032 calls the private key.
   * @throws RangeError for another length.
   */
  constructor(seed: Uint8Array) {
    if (seed.byteLength !== KEY_BYTES) throw new RangeError('an Ed25519 private key is 32 bytes');
    this.#key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(this.#key).export({ format: 'der', type: 'spki' });
    this.publicKey = spki.subarray(SPKI_PREFIX.byteLength);
  }

  /** 64 bytes; the same key and message always give the same. */
  sign(message: Uint8Array): Uint8Array {
    return sign(null, message, this.#key);
  }
}

/** An Ed25519 public key. */
export class VerifyingKey {
  /** 32 bytes, as RFC 8032 encodes a point. */
  readonly raw: Uint8Array;
  readonly #key: KeyObject;

  private constructor(raw: Uint8Array) {
    this.raw = raw;
    this.#key = createPublicKey({ key: concat(SPKI_PREFIX, raw), format: 'der', type: 'spki' });
  }

  /**
   * Null for what is not 32 bytes, for a second spelling of a point, and for a point of small order, under which one
   * signature fits many messages. Not checked: whether the bytes are a point at all; where not, nothing verifies.
   */
  static fromRaw(raw: Uint8Array): VerifyingKey | null {
    if (raw.byteLength !== KEY_BYTES || !isSafeEncoding(raw)) return null;
    // A copy, so that no later change of the given bytes parts `raw` from the key.
    return new VerifyingKey(Uint8Array.from(raw));
  }

  /** From DER SubjectPublicKeyInfo (RFC 8410); null for anything but an Ed25519 key that `fromRaw` takes. */
  static fromSpki(der: Uint8Array): VerifyingKey | null {
    const prefix = der.subarray(0, SPKI_PREFIX.byteLength);
    if (!SPKI_PREFIX.equals(prefix)) return null;
    return VerifyingKey.fromRaw(der.subarray(SPKI_PREFIX.byteLength));
  }

  /** DER SubjectPublicKeyInfo, 44 bytes. */
  spki(): Uint8Array {
    return concat(SPKI_PREFIX, this.raw);
  }

  /** The same as PEM text, which `openssl pkeyutl -verify -pubin` reads. */
  pem(): string {
    return this.#key.export({ format: 'pem', type: 'spki' }).toString();
  }

  /** Whether the signature is this key's over exactly this message (RFC 8032 section 5.1.7). Total. */
  verify(message: Uint8Array, signature: Uint8Array): boolean {
    return signature.byteLength === SIGNATURE_BYTES && verify(null, message, this.#key, signature);
  }
}

const FIELD = 2n ** 255n - 19n;

/** The y coordinates of the eight points whose order divides 8: the neutral point, and those of order 2, 4 and 8. */
const SMALL_ORDER: ReadonlySet<bigint> = new Set([
  1n,
  FIELD - 1n,
  0n,
  2707385501144840649318225287225658788936804267575313519463743609750303402022n,
  55188659117513257062467267217118295137698188065244968500265048394206261417927n,
]);

function isSafeEncoding(raw: Uint8Array): boolean {
  // The bytes are little-endian, and their top bit is the sign of x.
  const y = BigInt(`0x${toHex(raw.toReversed())}`) % 2n ** 255n;
  return y < FIELD && !SMALL_ORDER.has(y);
}
