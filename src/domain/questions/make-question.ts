import { toBase64url } from '../../kernel/bytes.ts';
import type { KeyedStream } from '../../kernel/keyed-stream.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { contentOf } from './projections.ts';
import type { Option, OptionContent, Question, QuestionKind } from './question.ts';

/** Gives form values of 12 characters. */
const FORM_VALUE_BYTES = 9;

/**
 * One question over candidates, in a fresh order, "none of these" (where it is offered) always last.
 * There are as many options as candidates, and exactly one is right.
 * @param kind one of the candidates' `askableQuestions`.
 * @param chance decides the order and the form values: its key must be fresh randomness.
 */
export function makeQuestion(
  kind: QuestionKind,
  candidates: Candidates,
  { noneOfThese, chance }: { readonly noneOfThese: boolean; readonly chance: KeyedStream },
): Question {
  const { fact, values, leftOut, truth } = candidates;
  const shown = chance.shuffle(values.filter((value) => !noneOfThese || value !== leftOut));
  const contents: OptionContent[] = shown.map((value) => contentOf(kind, value));
  if (noneOfThese) contents.push({ type: 'none_of_these' });
  const options = withFormValues(contents, chance);
  const right = noneOfThese && truth === leftOut ? options.at(-1) : options[shown.indexOf(truth)];
  if (right === undefined) throw new RangeError('the truth is not among the candidates');
  return { kind, fact, options, answer: right.value };
}

function withFormValues(contents: readonly OptionContent[], chance: KeyedStream): readonly Option[] {
  const values = new Set<string>();
  while (values.size < contents.length) values.add(formValue(chance));
  const drawn = values.values();
  return contents.map((content) => ({ value: drawn.next().value ?? '', content }));
}

function formValue(chance: KeyedStream): string {
  const bytes = new Uint8Array(FORM_VALUE_BYTES);
  for (let at = 0; at < bytes.length; at++) bytes[at] = chance.below(256);
  return toBase64url(bytes);
}
