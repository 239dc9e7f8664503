import type { Service } from '../app/service.ts';
import type { VoucherSettings } from '../config/voucher-settings.ts';
import { type NoteVerifier, parseVerifierKey } from '../domain/audit/note-key.ts';
import { CommandFailed } from './command-failed.ts';

/** Whose cosignatures count, and how many of them are enough. @throws CommandFailed where a key is none of a witness. */
export const believedWitnesses = ({
  witnesses,
  quorum,
}: VoucherSettings): Pick<Service, 'witnesses' | 'quorum'> => ({
  witnesses: witnesses.map(({ key }) => witnessKey(key)),
  quorum,
});

/** @throws CommandFailed where it is none of a witness. */
export function witnessKey(text: string): NoteVerifier {
  const key = parseVerifierKey(text);
  if (key?.type === 'cosignature') return key;
  throw new CommandFailed(
    key === null
      ? `WITNESSES: ${text} is no key, or not all of it: copy it again from what the witness prints.`
      : `WITNESSES: ${text} is the key of a log. A witness prints one of its own.`,
  );
}
