import { concat, fromBase64, toBase64, toHex, utf8 } from '../../kernel/bytes.ts';
import { sha256 } from '../../kernel/digest.ts';
import { SigningKey, VerifyingKey } from '../../kernel/signing.ts';

/*
 * Keys of signed notes (c2sp.org/signed-note): a name, one kind of signature, and an Ed25519 key.
 */

/** What a key signs: a note's text itself, or a witness's statement of when it saw a checkpoint. */
export type SignatureType = 'ed25519' | 'cosignature';

const TYPE_BYTES: Readonly<Record<SignatureType, number>> = { ed25519: 0x01, cosignature: 0x04 };

type KeyIdentity = {
  readonly name: string;
  readonly type: SignatureType;
  /** Eight hexadecimal digits: together with the name they tell keys apart. No hash to rely on. */
  readonly keyId: string;
};

/** Whose signatures are believed. */
export type NoteVerifier = KeyIdentity & { readonly key: VerifyingKey };

export type NoteSigner = KeyIdentity & { readonly key: SigningKey };

/** Neither empty nor with white space or a plus, as the format demands. */
export const isKeyName = (name: string): boolean =>
  name !== '' && name.isWellFormed() && !/[\p{White_Space}+]/u.test(name);

/** Null for a name that the format does not allow, and for a public key that `VerifyingKey` refuses. */
export function noteVerifier(name: string, type: SignatureType, publicKey: Uint8Array): NoteVerifier | null {
  const key = VerifyingKey.fromRaw(publicKey);
  if (key === null || !isKeyName(name)) return null;
  return { name, type, keyId: keyIdOf(name, type, publicKey), key };
}

/** @throws RangeError for a name that the format does not allow: settings are checked before they get here. */
export function noteSigner(name: string, type: SignatureType, key: SigningKey): NoteSigner {
  if (!isKeyName(name)) throw new RangeError('a key name has neither white space nor a plus');
  return { name, type, keyId: keyIdOf(name, type, key.publicKey), key };
}

/** The text form of a public key: `<name>+<key id>+<base64 of type and key>`. */
export function formatVerifierKey(verifier: NoteVerifier | NoteSigner): string {
  const { name, type, keyId, key } = verifier;
  const publicKey = key instanceof VerifyingKey ? key.raw : key.publicKey;
  return `${name}+${keyId}+${toBase64(concat(Uint8Array.of(TYPE_BYTES[type]), publicKey))}`;
}

/** The key of exactly that text form; null for anything else, a key id that is not the key's own included. */
export function parseVerifierKey(text: string): NoteVerifier | null {
  // base64 may hold a plus too, a name may not.
  const [name, keyId, ...rest] = text.split('+');
  if (name === undefined || keyId === undefined) return null;
  const typeAndKey = fromBase64(rest.join('+'));
  const type = SIGNATURE_TYPES.find((each) => TYPE_BYTES[each] === typeAndKey?.[0]);
  if (typeAndKey === null || type === undefined) return null;
  const verifier = noteVerifier(name, type, typeAndKey.subarray(1));
  return verifier?.keyId === keyId ? verifier : null;
}

const PRIVATE_KEY = 'PRIVATE+KEY';
const SEED_BYTES = 32;

/**
 * The text form of a private key, as C2SP's own tools write it: `PRIVATE+KEY+<name>+<key id>+<base64 of type and seed>`.
 * @param seed 32 random bytes. @throws RangeError for a name that the format does not allow.
 */
export function formatSignerKey(name: string, type: SignatureType, seed: Uint8Array): string {
  const { keyId } = noteSigner(name, type, new SigningKey(seed));
  return `${PRIVATE_KEY}+${name}+${keyId}+${toBase64(concat(Uint8Array.of(TYPE_BYTES[type]), seed))}`;
}

/** The key of exactly that text form; null for anything else. */
export function parseSignerKey(text: string): NoteSigner | null {
  if (!text.startsWith(`${PRIVATE_KEY}+`)) return null;
  const [name = '', keyId, ...rest] = text.slice(PRIVATE_KEY.length + 1).split('+');
  const typeAndSeed = fromBase64(rest.join('+'));
  const type = SIGNATURE_TYPES.find((each) => TYPE_BYTES[each] === typeAndSeed?.[0]);
  if (typeAndSeed?.byteLength !== 1 + SEED_BYTES || type === undefined || !isKeyName(name)) return null;
  const signer = noteSigner(name, type, new SigningKey(typeAndSeed.subarray(1)));
  return signer.keyId === keyId ? signer : null;
}

const SIGNATURE_TYPES: readonly SignatureType[] = ['ed25519', 'cosignature'];

/** The first four bytes of SHA-256(name ‖ newline ‖ type ‖ public key). */
const keyIdOf = (name: string, type: SignatureType, publicKey: Uint8Array): string =>
  toHex(sha256(concat(utf8(`${name}\n`), Uint8Array.of(TYPE_BYTES[type]), publicKey)).subarray(0, 4));
