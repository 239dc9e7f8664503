import { kept } from '../kernel/kept.ts';
import { type Catalogue, type Language, languageOf } from './language.ts';
import { ar } from './locales/ar.ts';
import { en } from './locales/en.ts';
import { es } from './locales/es.ts';
import { fr } from './locales/fr.ts';
import { hi } from './locales/hi.ts';
import { ptBR } from './locales/pt-br.ts';
import { zhCN } from './locales/zh-cn.ts';
import { zhTW } from './locales/zh-tw.ts';

/** The first one is spoken to everyone who asks for none of them. */
const CATALOGUES: readonly [Catalogue, ...Catalogue[]] = [en, es, fr, ptBR, ar, hi, zhCN, zhTW];

const [english, ...others] = CATALOGUES;
const ENGLISH = languageOf(english);

/** Each language once, as it is written where nobody named a region. */
export const LANGUAGES: readonly [Language, ...Language[]] = [
  ENGLISH,
  ...others.map((catalogue) => languageOf(catalogue)),
];

const byLanguageAndScript: ReadonlyMap<string, Catalogue> = new Map(
  CATALOGUES.map((catalogue) => {
    const { language, script } = new Intl.Locale(catalogue.tag).maximize();
    return [`${language}-${script}`, catalogue];
  }),
);

/** Digits that the pages can write: of Europe, of the eastern Arab countries, of India. */
const DIGITS: ReadonlySet<string> = new Set(['latn', 'arab', 'deva']);

/** Longest tag that is looked at: RFC 5646 section 4.4.1 holds 35 to be enough for all. */
const LONGEST_TAG = 35;
/** Most entries of a header that are looked at. */
const MOST_RANGES = 20;
/** How many regions' languages, and answers to requests, are kept: more than one service's people have. */
const MOST_KEPT = 100;

/** What a tag asks for: a catalogue, and whose dates and digits; null where it names no region. */
type Match = { readonly catalogue: Catalogue; readonly region: string | null; readonly digits: string };

const regional = new Map<string, Language>();
const chosen = new Map<string, Language>();

/**
 * The language to speak to a person: what the bot asked for, else what the browser asks for, else English. A tag is
 * answered in its language and script, as likely subtags (UTS 35) tell them: `es-MX` in `es`, `zh-HK` in `zh-TW`, `pt` in
 * `pt-BR`. Dates and digits are those of its region; where the bot names none, of the one that the browser names.
 * @param requested the challenge's locale, whatever it may hold.
 * @param acceptLanguage the header as it came (RFC 9110 section 12.5.4).
 */
export function chooseLanguage(requested: string | null, acceptLanguage: string | null): Language {
  const asked = `${requested?.slice(0, LONGEST_TAG + 1) ?? ''}\n${acceptLanguage ?? ''}`;
  return kept(chosen, MOST_KEPT, asked, () => languageFor(requested, acceptLanguage));
}

function languageFor(requested: string | null, acceptLanguage: string | null): Language {
  const accepted = rangesByWeight(acceptLanguage ?? '')
    .map(matchOf)
    .filter((match) => match !== null);
  const match = (requested === null ? null : matchOf(requested)) ?? accepted[0];
  if (match === undefined) return ENGLISH;
  const { catalogue } = match;
  const there = [match, ...accepted].find((each) => each.catalogue === catalogue && each.region !== null);
  const tag = (there?.region ?? catalogue.formatsOf) + match.digits;
  return kept(regional, MOST_KEPT, tag, () => languageOf(catalogue, tag));
}

function matchOf(tag: string): Match | null {
  if (tag.length > LONGEST_TAG) return null;
  const asked = localeOf(tag);
  if (asked === null) return null;
  const { language, script } = asked.maximize();
  const catalogue = byLanguageAndScript.get(`${language}-${script}`);
  if (catalogue === undefined) return null;
  const { numberingSystem: digits } = asked;
  return {
    catalogue,
    region: asked.region === undefined ? null : regionOf(asked),
    digits: digits !== undefined && DIGITS.has(digits) ? `-u-nu-${digits}` : '',
  };
}

/** The tag of its language, script and region alone; null where that has no formats of its own. */
function regionOf({ language, script, region }: Intl.Locale): string | null {
  const tag = [language, script, region].filter((subtag) => subtag !== undefined).join('-');
  return new Intl.NumberFormat(tag).resolvedOptions().locale === tag ? tag : null;
}

/** What a tag says; where it is not well formed, what is so of its beginning (RFC 4647 section 3.4). */
function localeOf(tag: string): Intl.Locale | null {
  // Platforms write es_MX as often as es-MX.
  const subtags = tag.trim().split(/[-_]/);
  for (let length = subtags.length; length > 0; length -= 1) {
    try {
      return new Intl.Locale(subtags.slice(0, length).join('-'));
    } catch {
      // Not well formed: shorter, then.
    }
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
