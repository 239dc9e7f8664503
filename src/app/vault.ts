import type { ClientRef, PhoneRef } from '../domain/challenge/challenge.ts';
import { fromUtf8, toHex, utf8 } from '../kernel/bytes.ts';
import { deriveKey, hmacSha256 } from '../kernel/digest.ts';
import { open, seal } from '../kernel/sealing.ts';
import type { Entropy } from './ports.ts';

const NONCE_BYTES = 12;
const CLIENT_KEY_BYTES = 32;

/** A client's own sealing key, in the clear: only ever in memory. */
export type ClientKey = { readonly bytes: Uint8Array };

/** Thrown where stored bytes do not open: another SECRET_KEY, or a row that was tampered with. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/**
 * Everything that is derived from SECRET_KEY. Each use has a key of its own (HKDF with a named context),
 * so that none can stand in for another.
 */
export class Vault {
  readonly #entropy: Entropy;
  readonly #wrapping: Uint8Array;
  readonly #pseudonyms: Uint8Array;
  readonly #phones: Uint8Array;
  readonly #candidates: Uint8Array;
  readonly #answers: Uint8Array;
  readonly #requests: Uint8Array;
  readonly #seeds: Uint8Array;

  /** @param secret 32 bytes. */
  constructor(secret: Uint8Array, entropy: Entropy) {
    this.#entropy = entropy;
    this.#wrapping = deriveKey(secret, 'countersign/v1/client-key-wrapping');
    this.#pseudonyms = deriveKey(secret, 'countersign/v1/client-pseudonym');
    this.#phones = deriveKey(secret, 'countersign/v1/phone-pseudonym');
    this.#candidates = deriveKey(secret, 'countersign/v1/candidates');
    this.#answers = deriveKey(secret, 'countersign/v1/idempotent-answers');
    this.#requests = deriveKey(secret, 'countersign/v1/idempotent-requests');
    this.#seeds = deriveKey(secret, 'countersign/v1/signing-key-wrapping');
  }

  /** @param canonicalId the client's id in the one spelling of domain/challenge/client-id.ts. */
  pseudonym(canonicalId: string): ClientRef {
    // 128 bits of the HMAC, the form that ClientRef stands for.
    return toHex(hmacSha256(this.#pseudonyms, utf8(canonicalId)).subarray(0, 16)) as ClientRef;
  }

  /** @param canonicalPhone in the same one spelling. Under a key of its own: it tells nothing of the client's pseudonym. */
  phonePseudonym(canonicalPhone: string): PhoneRef {
    return toHex(hmacSha256(this.#phones, utf8(canonicalPhone)).subarray(0, 16)) as PhoneRef;
  }

  /** The secret from which candidates are drawn (domain/candidates). */
  get candidateSecret(): Uint8Array {
    return this.#candidates;
  }

  newClientKey(): { readonly key: ClientKey; readonly wrapped: Uint8Array } {
    const bytes = this.#entropy.bytes(CLIENT_KEY_BYTES);
    const wrapped = seal(this.#wrapping, this.#entropy.bytes(NONCE_BYTES), 'client-key', bytes);
    return { key: { bytes }, wrapped };
  }

  /** @throws SealBroken */
  unwrap(wrapped: Uint8Array): ClientKey {
    const bytes = open(this.#wrapping, 'client-key', wrapped);
    if (bytes === null) throw new SealBroken('a client key does not open with this SECRET_KEY');
    return { bytes };
  }

  /** The private half of a signing key, to be stored beside its public one. */
  wrapSeed(publicKey: string, seed: Uint8Array): Uint8Array {
    return seal(this.#seeds, this.#entropy.bytes(NONCE_BYTES), `signing-key:${publicKey}`, seed);
  }

  /** @throws SealBroken */
  unwrapSeed(publicKey: string, wrapped: Uint8Array): Uint8Array {
    const seed = open(this.#seeds, `signing-key:${publicKey}`, wrapped);
    if (seed === null) throw new SealBroken('the signing key does not open with this SECRET_KEY');
    return seed;
  }

  /** @param context what the value is and whose, so that a sealed value moved to another row does not open. */
  sealJson(key: ClientKey, context: string, value: unknown): Uint8Array {
    return seal(key.bytes, this.#entropy.bytes(NONCE_BYTES), context, utf8(JSON.stringify(value)));
  }

  /** @throws SealBroken */
  openJson(key: ClientKey, context: string, sealed: Uint8Array): unknown {
    const plain = open(key.bytes, context, sealed);
    if (plain === null) throw new SealBroken(`a sealed ${context.split(':')[0]} does not open`);
    return JSON.parse(fromUtf8(plain));
  }

  /** A first answer to an idempotent request, which holds a link, for as long as the request may be repeated. */
  sealAnswer(context: string, answer: unknown): Uint8Array {
    return this.sealJson({ bytes: this.#answers }, context, answer);
  }

  /** What is stored of a request to know it again: keyed, since a hash alone would let its facts be guessed. */
  fingerprint(requestHash: Uint8Array): Uint8Array {
    return hmacSha256(this.#requests, requestHash);
  }

  /** @throws SealBroken */
  openAnswer(context: string, sealed: Uint8Array): unknown {
    return this.openJson({ bytes: this.#answers }, context, sealed);
  }
}
