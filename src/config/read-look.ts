import type { Look, OwnWords } from '../app/channel.ts';
import { type Colour, contrast, parseColour } from '../kernel/contrast.ts';
import { err, ok } from '../kernel/result.ts';
import type { ChannelReader } from './channel-reader.ts';
import { readLogo } from './logo.ts';
import { shown } from './setting-fault.ts';
import type { Read } from './setting-values.ts';

const MEMBERS = ['accent', 'logo_file', 'words'] as const;

/** What the accent is written on, and what is written on it. */
const PAPER: Colour = '#ffffff';
/** WCAG 2.2, 1.4.3, for text of the usual size. */
const READABLE = 4.5;

const LONGEST_TITLE = 80;
const LONGEST_HELP = 200;

/** A colour in which text can be read on white, and white text on it. */
export const accent: Read<Colour> = (text) => {
  const colour = parseColour(text);
  if (colour === null) return err('must be a colour as # and six hexadecimal digits');
  const ratio = contrast(colour, PAPER);
  // Cut, not rounded: 4.499 must not be told as 4.50.
  const told = (Math.floor(ratio * 100) / 100).toFixed(2);
  return ratio >= READABLE
    ? ok(colour)
    : err(
        `must stand out from white by a contrast of ${READABLE} to 1 or more (WCAG 2.2, 1.4.3), and has ${told} to 1: take a darker shade`,
      );
};

/**
 * How a channel's pages look.
 * @param languages tags of the languages that the pages speak.
 * @param fileBytes the bytes of a file; null where it cannot be read.
 */
export function readLook(
  reader: ChannelReader,
  languages: readonly string[],
  fileBytes: (path: string) => Uint8Array | null,
): Look {
  const members = objectAt(reader, 'look', reader.values.get('look'), `an object with ${MEMBERS.join(', ')}`);
  refuseOthers(reader, 'look', members, MEMBERS);
  const file = members.get('logo_file');
  return {
    accent: textAt(reader, 'look.accent', members.get('accent'), accent),
    logo:
      file === undefined ? null : textAt(reader, 'look.logo_file', file, (path) => readLogo(fileBytes(path))),
    words: readWords(reader, members.get('words'), languages),
  };
}

function readWords(
  reader: ChannelReader,
  given: unknown,
  languages: readonly string[],
): ReadonlyMap<string, OwnWords> {
  const those = `an object whose members are languages: ${languages.join(', ')}`;
  const byLanguage = objectAt(reader, 'look.words', given, those);
  refuseOthers(reader, 'look.words', byLanguage, languages);
  return new Map(
    languages
      .filter((tag) => byLanguage.has(tag))
      .map((tag) => {
        const path = `look.words.${tag}`;
        const words = objectAt(reader, path, byLanguage.get(tag), 'an object with title and help');
        refuseOthers(reader, path, words, ['title', 'help']);
        const title = textAt(reader, `${path}.title`, words.get('title'), line(LONGEST_TITLE));
        return [
          tag,
          { title, help: textAt(reader, `${path}.help`, words.get('help'), line(LONGEST_HELP)) },
        ] as const;
      }),
  );
}

const line =
  (most: number): Read<string> =>
  (text) =>
    text.length > 0 && text.length <= most && !/[\p{Cc}\u2028\u2029]/u.test(text)
      ? ok(text)
      : err(`must be one line of 1 to ${most} characters`);

function objectAt(
  reader: ChannelReader,
  path: string,
  value: unknown,
  expected: string,
): ReadonlyMap<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return new Map<string, unknown>(Object.entries(value));
  }
  if (value !== undefined) reader.fault(path, value, `must be ${expected}`);
  return new Map();
}

function textAt<T>(reader: ChannelReader, path: string, value: unknown, parse: Read<T>): T | null {
  if (value === undefined) return null;
  const parsed = typeof value === 'string' ? parse(value.trim()) : err('must be a text');
  if (parsed.ok) return parsed.value;
  reader.fault(path, value, parsed.error);
  return null;
}

function refuseOthers(
  reader: ChannelReader,
  path: string,
  members: ReadonlyMap<string, unknown>,
  known: readonly string[],
): void {
  for (const member of members.keys()) {
    if (known.includes(member)) continue;
    reader.fault(
      `${path}.${shown(member).slice(1, -1)}`,
      undefined,
      `is no member of ${path}; those are ${known.join(', ')}`,
    );
  }
}
