import {
  type NoteSigner,
  type NoteVerifier,
  noteSigner,
  noteVerifier,
} from '../../../src/domain/audit/note-key.ts';
import { SigningKey } from '../../../src/kernel/signing.ts';

/** Keys that are the same in every run; nothing outside the tests may use them. */
export function keyPair(
  name: string,
  type: NoteVerifier['type'] = 'ed25519',
): { readonly signer: NoteSigner; readonly verifier: NoteVerifier } {
  const key = new SigningKey(Buffer.from(name.padEnd(32, '.')).subarray(0, 32));
  const verifier = noteVerifier(name, type, key.publicKey);
  if (verifier === null) throw new Error(`${name} is no key name`);
  return { signer: noteSigner(name, type, key), verifier };
}
