import type { FieldFault } from '../domain/questions/check-answers.ts';
import type { AskedQuestion, Option } from '../domain/questions/question.ts';
import { isoDate } from '../kernel/calendar.ts';
import { unreachable } from '../kernel/result.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';

/** What became of a field when the form was sent before. */
export type FieldState = { readonly fault: FieldFault | null; readonly chosen: string | null };

/** The name of the field in which the nth question is answered, from 0: `q1`, `q2`, … */
export const fieldName = (index: number): string => `q${index + 1}`;

/** The element to send a person to who has to mend the field. */
export const firstInput = (name: string): string => `${name}-1`;

/** One question with its options; which of them is right, nothing here can know. */
export function questionFields(
  language: Language,
  question: AskedQuestion,
  name: string,
  { fault, chosen }: FieldState,
): Html {
  const { messages } = language;
  const hint = messages.question.hint[question.kind];
  const described = [hint !== null && `${name}-hint`, fault !== null && `${name}-fault`].filter(Boolean);
  return html`<fieldset data-question="${question.kind}"${described.length > 0 && html` aria-describedby="${described.join(' ')}"`}>
<legend>${messages.question.wording[question.kind]}</legend>
${hint !== null && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${fault !== null && html`<p class="fault" id="${name}-fault">${messages.fault.field[fault]}</p>`}
${question.options.map((option, index) => optionField(language, option, name, `${name}-${index + 1}`, option.value === chosen))}
</fieldset>`;
}

function optionField(language: Language, option: Option, name: string, id: string, isChosen: boolean): Html {
  return html`<div class="option"><input type="radio" id="${id}" name="${name}" value="${option.value}" required${isChosen && html` checked`}>${label(language, option, id)}</div>
`;
}

function label({ messages, formats }: Language, { content }: Option, id: string): Html {
  switch (content.type) {
    case 'date':
      return html`<label for="${id}"><time datetime="${isoDate(content.day)}">${formats.date(content.day)}</time></label>`;
    case 'number':
      return html`<label for="${id}"><data value="${content.value}">${formats.number(content.value)}</data></label>`;
    case 'none_of_these':
      return html`<label for="${id}" data-none>${messages.question.noneOfThese}</label>`;
    default:
      return unreachable(content);
  }
}
