import type { Language } from './language.ts';
import { en } from './locales/en.ts';
import { es } from './locales/es.ts';

/** The first one is spoken to everyone who asks for none of them. */
export const LANGUAGES: readonly [Language, ...Language[]] = [en, es];

const byTag: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.map((language) => [language.tag.toLowerCase(), language]),
);

/** Longest tag that is looked at: RFC 5646 section 4.4.1 holds 35 to be enough for all. */
const LONGEST_TAG = 35;
/** Most entries of a header that are looked at. */
const MOST_RANGES = 20;

/**
 * The language to speak to a person: what the bot asked for, else what the browser asks for, else English.
 * Tags are shortened from the end until one is known (RFC 4647 section 3.4): `es-MX` is answered in `es`.
 * @param requested the challenge's locale, whatever it may hold.
 * @param acceptLanguage the header as it came (RFC 9110 section 12.5.4).
 */
export function chooseLanguage(requested: string | null, acceptLanguage: string | null): Language {
  const asked = requested === null ? null : lookUp(requested);
  if (asked !== null) return asked;
  for (const range of rangesByWeight(acceptLanguage ?? '')) {
    const found = lookUp(range);
    if (found !== null) return found;
  }
  return LANGUAGES[0];
}

function lookUp(tag: string): Language | null {
  if (tag.length > LONGEST_TAG) return null;
  // Platforms write es_MX as often as es-MX.
  const subtags = tag.trim().toLowerCase().split(/[-_]/);
  for (let length = subtags.length; length > 0; length -= 1) {
    const found = byTag.get(subtags.slice(0, length).join('-'));
    if (found !== undefined) return found;
  }
  return null;
}

function rangesByWeight(header: string): readonly string[] {
  return header
    .split(',', MOST_RANGES)
    .map((entry) => {
      const [range = '', ...parameters] = entry.split(';');
      const weight = parameters.find((parameter) => /^\s*q\s*=/i.test(parameter));
      return { range, weight: weight === undefined ? 1 : Number(weight.split('=')[1]) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ range }) => range);
}
