import { err, ok, type Result } from '../../kernel/result.ts';
import type { FactFault, ListedFact, ListedKind, TextFact } from './fact.ts';
import { foldedText } from './folding.ts';
import { LONGEST_VALUE, placeInList, type ValueList } from './value-list.ts';

/** As it comes; `among` is the list that it names or brings. */
export type GivenValue = {
  readonly value: unknown;
  readonly wording: unknown;
  readonly among: ValueList | null;
};

const LONGEST_WORDING = 200;

/** A city, a street, a postal code, or what a question in the bot's own words asks for (`choice`). */
export function parseListed(
  kind: ListedKind,
  { value, wording, among }: GivenValue,
): Result<ListedFact, FactFault> {
  const text = usableText(value);
  if (text === null) return fault(kind, A_TEXT);
  const words = kind === 'choice' ? usableWording(wording) : null;
  if (kind === 'choice' && words === null) return fault(kind, A_QUESTION);
  const place = among === null ? 0 : placeInList(among, text);
  if (place === -1) return fault(kind, 'one of the values of its list');
  return ok({ kind, wording: words, value: among?.values[place] ?? text, among });
}

/** What a question in the bot's own words asks for, to be typed. */
export function parseText(value: unknown, wording: unknown): Result<TextFact, FactFault> {
  const text = usableText(value);
  if (text === null) return fault('text', A_TEXT);
  const words = usableWording(wording);
  return words === null ? fault('text', A_QUESTION) : ok({ kind: 'text', wording: words, value: text });
}

const A_TEXT = `a text of 1 to ${LONGEST_VALUE} characters with a letter or a digit in it`;
const A_QUESTION = `given with a "question" of 1 to ${LONGEST_WORDING} characters, in one line`;

const fault = (fact: FactFault['fact'], expected: string) => err<FactFault>({ fact, expected });

const usableText = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= LONGEST_VALUE && foldedText(value) !== ''
    ? value.trim()
    : null;

const usableWording = (wording: unknown): string | null =>
  typeof wording === 'string' &&
  wording.length <= LONGEST_WORDING &&
  wording.trim() !== '' &&
  !/[\p{Cc}\u2028\u2029]/u.test(wording)
    ? wording.trim()
    : null;
