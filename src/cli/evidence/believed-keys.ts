import { readFileSync } from 'node:fs';
import { type NoteVerifier, parseVerifierKey } from '../../domain/audit/note-key.ts';
import { CommandFailed } from '../command-failed.ts';

/**
 * The keys that whoever checks says they believe; null where they name none.
 * @param given each a key as it is published, or a file that has such keys in it. @throws CommandFailed where one is neither.
 */
export function believedKeys(given: readonly string[]): readonly NoteVerifier[] | null {
  return given.length === 0 ? null : given.flatMap(keysOf);
}

function keysOf(given: string): readonly NoteVerifier[] {
  const key = parseVerifierKey(given);
  if (key !== null) return [key];
  let text: string;
  try {
    text = readFileSync(given, 'utf8');
  } catch {
    throw new CommandFailed(
      `${given} is no key, and no file that can be read: a key is NAME+ID+BASE64, as it is published.`,
    );
  }
  // Whatever stands around them: JSON as the service publishes it, or lines.
  const keys = text.split(/[\s"']+/).flatMap((word) => parseVerifierKey(word) ?? []);
  if (keys.length > 0) return keys;
  throw new CommandFailed(
    `${given} has no key in it: it should be a copy of /.well-known/countersign-keys.json, or have keys as NAME+ID+BASE64.`,
  );
}
