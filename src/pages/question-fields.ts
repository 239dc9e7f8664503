import type { FieldFault } from '../domain/questions/check-answers.ts';
import type { AskedQuestion } from '../domain/questions/question.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { firstOption, optionFields } from './option-fields.ts';
import { firstTyped, typedFault, typedFields } from './typed-fields.ts';
import { isOwn, wordingOf } from './wording-of.ts';

/** What became of a question's fields when the form was sent before; `sent` gives the values of a field by its name. */
export type FieldState = {
  readonly fault: FieldFault | null;
  readonly sent: (field: string) => readonly string[];
};

/** The name of the field in which the nth question is answered, from 0: `q1`, `q2`, … */
export const fieldName = (index: number): string => `q${index + 1}`;

/** The id of the element to send a person to who has to mend the field. */
export const firstInput = (language: Language, question: AskedQuestion, name: string): string =>
  question.entry === 'choice' ? firstOption(name) : firstTyped(language, question, name);

/** What is to be mended, in words. */
export const faultOf = (language: Language, question: AskedQuestion, fault: FieldFault): string =>
  question.entry === 'choice'
    ? language.messages.fault.field[fault === 'malformed' ? 'unknown_value' : fault]
    : typedFault(language, question, fault);

/** One question with what it is answered in; what is right, nothing here can know. */
export function questionFields(
  language: Language,
  question: AskedQuestion,
  name: string,
  { fault, sent }: FieldState,
): Html {
  const hint = hintOf(language, question);
  const described = [hint !== null && `${name}-hint`, fault !== null && `${name}-fault`].filter(Boolean);
  return html`<fieldset data-question="${question.kind}"${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}>
<legend>${isOwn(question) ? html`<bdi>${wordingOf(language, question)}</bdi>` : wordingOf(language, question)}</legend>
${hint !== null && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${fault !== null && html`<p class="fault" id="${name}-fault">${faultOf(language, question, fault)}</p>`}
${question.entry === 'choice' ? optionFields(language, question, name, sent(name)) : typedFields(language, question, name, { invalid: fault !== null, sent })}
</fieldset>`;
}

function hintOf({ messages }: Language, question: AskedQuestion): string | null {
  const { hint } = messages.question;
  if (question.kind === 'birth_month_plus_day') return hint.birth_month_plus_day;
  if (question.entry === 'typed') return question.form === 'text' ? hint.folded : null;
  const hides = question.options.some(
    ({ content }) => content.type === 'ending' && content.text.includes('•'),
  );
  return hides ? hint.hidden : null;
}
