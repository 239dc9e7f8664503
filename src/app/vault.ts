import type { ClientRef, PhoneRef } from '../domain/challenge/challenge.ts';
import { fromUtf8, toHex, utf8 } from '../kernel/bytes.ts';
import { equalInConstantTime } from '../kernel/constant-time.ts';
import { deriveKey, hmacSha256 } from '../kernel/digest.ts';
import { open, seal } from '../kernel/sealing.ts';
import { firstOf, type LastingKeys, lastingKeysOf } from './lasting-keys.ts';
import type { Entropy } from './ports.ts';

const NONCE_BYTES = 12;
const CLIENT_KEY_BYTES = 32;

/** A client's own sealing key, in the clear: only ever in memory. */
export type ClientKey = { readonly bytes: Uint8Array };

/** Thrown where stored bytes do not open: another SECRET_KEY, or a row that was tampered with. */
export class SealBroken extends Error {
  override readonly name = 'SealBroken';
}

/** The service's secret, and one more that is accepted while one takes the other's place. 32 bytes each. */
export type Secrets = { readonly current: Uint8Array; readonly previous: Uint8Array | null };

/** What a secret's own keys are for; none of them outlives it. */
type SecretKeys = {
  readonly clientKeys: Uint8Array;
  readonly seeds: Uint8Array;
  readonly answers: Uint8Array;
  readonly requests: Uint8Array;
  readonly shared: Uint8Array;
};

const secretKeysOf = (secret: Uint8Array): SecretKeys => ({
  clientKeys: deriveKey(secret, 'countersign/v1/client-key-wrapping'),
  seeds: deriveKey(secret, 'countersign/v1/signing-key-wrapping'),
  answers: deriveKey(secret, 'countersign/v1/idempotent-answers'),
  requests: deriveKey(secret, 'countersign/v1/idempotent-requests'),
  shared: deriveKey(secret, 'countersign/v1/shared-secrets'),
});

/**
 * Everything that is derived from SECRET_KEY. Each use has a key of its own (HKDF with a named context),
 * so that none can stand in for another. What was sealed with the secret before opens too; nothing is sealed with it.
 */
export class Vault {
  readonly #entropy: Entropy;
  readonly #current: SecretKeys;
  readonly #previous: SecretKeys | null;
  readonly #lasting: LastingKeys;
  /** Keys by the very object that they were wrapped into: whoever makes a client needs its key at once. */
  readonly #justMade = new WeakMap<Uint8Array, ClientKey>();

  /** @param lasting what a database keeps of them (open-vault.ts); left out: those of the first secret there is. */
  constructor(
    secrets: Uint8Array | Secrets,
    entropy: Entropy,
    lasting: LastingKeys = lastingKeysOf(firstOf(secrets)),
  ) {
    const { current, previous } =
      secrets instanceof Uint8Array ? { current: secrets, previous: null } : secrets;
    this.#entropy = entropy;
    this.#current = secretKeysOf(current);
    this.#previous = previous === null ? null : secretKeysOf(previous);
    this.#lasting = lasting;
  }

  /** @param canonicalId the client's id in the one spelling of domain/challenge/client-id.ts. */
  pseudonym(canonicalId: string): ClientRef {
    // 128 bits of the HMAC, the form that ClientRef stands for.
    return toHex(hmacSha256(this.#lasting.clients, utf8(canonicalId)).subarray(0, 16)) as ClientRef;
  }

  /** @param canonicalPhone in the same one spelling. Under a key of its own: it tells nothing of the client's pseudonym. */
  phonePseudonym(canonicalPhone: string): PhoneRef {
    return toHex(hmacSha256(this.#lasting.phones, utf8(canonicalPhone)).subarray(0, 16)) as PhoneRef;
  }

  /** The secret from which candidates are drawn (domain/candidates). */
  get candidateSecret(): Uint8Array {
    return this.#lasting.candidates;
  }

  newClientKey(): { readonly key: ClientKey; readonly wrapped: Uint8Array } {
    const key = { bytes: this.#entropy.bytes(CLIENT_KEY_BYTES) };
    const wrapped = this.#seal('clientKeys', CLIENT_KEY, key.bytes);
    this.#justMade.set(wrapped, key);
    return { key, wrapped };
  }

  /** @throws SealBroken */
  unwrap(wrapped: Uint8Array): ClientKey {
    const known = this.#justMade.get(wrapped);
    if (known !== undefined) return known;
    const bytes = this.#open('clientKeys', CLIENT_KEY, wrapped);
    if (bytes === null) throw new SealBroken('a client key does not open with this SECRET_KEY');
    return { bytes };
  }

  /** The private half of a signing key, to be stored beside its public one. */
  wrapSeed(publicKey: string, seed: Uint8Array): Uint8Array {
    return this.#seal('seeds', seedContext(publicKey), seed);
  }

  /** @throws SealBroken */
  unwrapSeed(publicKey: string, wrapped: Uint8Array): Uint8Array {
    const seed = this.#open('seeds', seedContext(publicKey), wrapped);
    if (seed === null) throw new SealBroken('the signing key does not open with this SECRET_KEY');
    return seed;
  }

  /** A client's key under the secret that holds now; null where it is already. @throws SealBroken */
  rewrapClientKey(wrapped: Uint8Array): Uint8Array | null {
    return this.#rewrap('clientKeys', CLIENT_KEY, wrapped);
  }

  /** The same for the private half of a signing key. @throws SealBroken */
  rewrapSeed(publicKey: string, wrapped: Uint8Array): Uint8Array | null {
    return this.#rewrap('seeds', seedContext(publicKey), wrapped);
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
    return this.#seal('answers', context, utf8(JSON.stringify(answer)));
  }

  /** @throws SealBroken */
  openAnswer(context: string, sealed: Uint8Array): unknown {
    const plain = this.#open('answers', context, sealed);
    if (plain === null) throw new SealBroken('a sealed answer does not open');
    return JSON.parse(fromUtf8(plain));
  }

  /** What instances share under that name (shared-secrets.ts). */
  sealShared(name: string, text: string): Uint8Array {
    return this.#seal('shared', sharedContext(name), utf8(text));
  }

  /** Null where it was sealed under another secret or name. */
  openShared(name: string, sealed: Uint8Array): string | null {
    const plain = this.#open('shared', sharedContext(name), sealed);
    return plain === null ? null : fromUtf8(plain);
  }

  /** The same under the secret that holds now; null where it is already. @throws SealBroken */
  resealShared(name: string, sealed: Uint8Array): Uint8Array | null {
    return this.#rewrap('shared', sharedContext(name), sealed);
  }

  /** What is stored of a request to know it again: keyed, since a hash alone would let its facts be guessed. */
  fingerprint(requestHash: Uint8Array): Uint8Array {
    return hmacSha256(this.#current.requests, requestHash);
  }

  isFingerprintOf(requestHash: Uint8Array, fingerprint: Uint8Array): boolean {
    return [this.#current, this.#previous].some(
      (keys) => keys !== null && equalInConstantTime(hmacSha256(keys.requests, requestHash), fingerprint),
    );
  }

  #seal(use: keyof SecretKeys, context: string, plain: Uint8Array): Uint8Array {
    return seal(this.#current[use], this.#entropy.bytes(NONCE_BYTES), context, plain);
  }

  #open(use: keyof SecretKeys, context: string, sealed: Uint8Array): Uint8Array | null {
    const plain = open(this.#current[use], context, sealed);
    if (plain !== null || this.#previous === null) return plain;
    return open(this.#previous[use], context, sealed);
  }

  #rewrap(use: keyof SecretKeys, context: string, wrapped: Uint8Array): Uint8Array | null {
    if (open(this.#current[use], context, wrapped) !== null) return null;
    const plain = this.#open(use, context, wrapped);
    if (plain === null) throw new SealBroken('a key opens neither with SECRET_KEY nor with the one before');
    return this.#seal(use, context, plain);
  }
}

const CLIENT_KEY = 'client-key';

const sharedContext = (name: string): string => `shared:${name}`;

const seedContext = (publicKey: string): string => `signing-key:${publicKey}`;
