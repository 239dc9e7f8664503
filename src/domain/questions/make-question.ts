import { toBase64url } from '../../kernel/bytes.ts';
import type { KeyedStream } from '../../kernel/keyed-stream.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { contentOf, dayAskedAbout } from './projections.ts';
import type { ChoiceQuestion, Option, OptionContent, QuestionKind } from './question.ts';

/** Nine bytes are twelve characters of base64url, without a rest. */
const FORM_VALUE_BYTES = 9;
const FORM_VALUE_CHARACTERS = 12;

type Making = {
  readonly noneOfThese: boolean;
  readonly chance: KeyedStream;
  /** The question in the bot's own words, for the kinds that have none on the page. */
  readonly wording?: string | null;
};

/**
 * One question over candidates, in a fresh order, "none of these" (where it is offered) always last.
 * There are as many options as candidates, and exactly one is right.
 * @param kind one of the candidates' `askableQuestions`.
 * @param chance decides the order and the form values: its key must be fresh randomness.
 */
export function makeQuestion(
  kind: QuestionKind,
  candidates: Candidates,
  { noneOfThese, chance, wording = null }: Making,
): ChoiceQuestion {
  const { fact, domain, values, leftOut, truth } = candidates;
  const on = dayAskedAbout(kind, values);
  const shown = chance.shuffle(values.filter((value) => !noneOfThese || value !== leftOut));
  const contents: OptionContent[] = shown.map((value) => contentOf(kind, value, domain, on));
  if (noneOfThese) contents.push({ type: 'none_of_these' });
  const formValues = distinctFormValues(contents.length, chance);
  const options = contents.map((content, place): Option => ({ value: formValues[place] ?? '', content }));
  const right = noneOfThese && truth === leftOut ? options.at(-1) : options[shown.indexOf(truth)];
  if (right === undefined) throw new RangeError('the truth is not among the candidates');
  return { entry: 'choice', kind, fact, wording, on, options, answer: right.value };
}

function distinctFormValues(count: number, chance: KeyedStream): readonly string[] {
  const bytes = new Uint8Array(count * FORM_VALUE_BYTES);
  for (let at = 0; at < bytes.length; at++) bytes[at] = chance.below(256);
  const text = toBase64url(bytes);
  const values: string[] = [];
  for (let at = 0; at < text.length; at += FORM_VALUE_CHARACTERS) {
    values.push(text.slice(at, at + FORM_VALUE_CHARACTERS));
  }
  return new Set(values).size === count ? values : distinctFormValues(count, chance);
}
