import { readFileSync } from 'node:fs';
import { type NoteVerifier, parseVerifierKey } from '../../domain/audit/note-key.ts';
import { CommandFailed } from '../command-failed.ts';

/**
 * The keys that whoever checks says they know; null where they name none.
 * @param file a copy of `/.well-known/countersign-keys.json`. @throws CommandFailed where one of them is no key.
 */
export function believedKeys(keys: readonly string[], file: string | null): readonly NoteVerifier[] | null {
  const texts = [...keys, ...(file === null ? [] : keysIn(file))];
  if (texts.length === 0) return null;
  return texts.map((text) => {
    const key = parseVerifierKey(text);
    if (key === null)
      throw new CommandFailed(`${text} is no key: it must be NAME+ID+BASE64, as it is published.`);
    return key;
  });
}

function keysIn(path: string): readonly string[] {
  const problem = new CommandFailed(
    `${path} is no list of keys as /.well-known/countersign-keys.json has it.`,
  );
  let found: unknown;
  try {
    found = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw problem;
  }
  if (typeof found !== 'object' || found === null || !('keys' in found) || !Array.isArray(found.keys))
    throw problem;
  return found.keys.map((each: unknown) => {
    if (typeof each === 'object' && each !== null && 'key' in each && typeof each.key === 'string')
      return each.key;
    throw problem;
  });
}
