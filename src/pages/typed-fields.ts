import type { FieldFault } from '../domain/questions/check-answers.ts';
import type { AskedQuestion } from '../domain/questions/question.ts';
import type { DatePart } from './formats.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';

type TypedQuestion = Extract<AskedQuestion, { entry: 'typed' }>;

/** What was sent before, so that nobody has to type it again. */
type Before = { readonly invalid: boolean; readonly sent: (field: string) => readonly string[] };

const LONGEST_ANSWER = 200;
/** Digits that each part of a date has at most. */
const DIGITS: Readonly<Record<DatePart, number>> = { day: 2, month: 2, year: 4 };

/** The id of the first field: of a date, that of the part which the language writes first. */
export const firstTyped = ({ formats }: Language, { form }: TypedQuestion, name: string): string =>
  form === 'date' ? `${name}-${formats.dateOrder[0] ?? 'day'}` : `${name}-1`;

/** A date is typed in three fields, in the language's own order (`q1-day`, `q1-month`, `q1-year`), all else in one (`q1`). */
export function typedFields(language: Language, question: TypedQuestion, name: string, before: Before): Html {
  return question.form === 'date'
    ? dateFields(language, name, before)
    : oneField(language, question, name, before);
}

function dateFields({ messages, formats }: Language, name: string, before: Before): Html {
  return html`<div class="date">
${formats.dateOrder.map((part) => {
  const field = `${name}-${part}`;
  return html`<div class="typed ${part}"><label for="${field}">${messages.question.field[part]}</label><input id="${field}" name="${field}" inputmode="numeric" maxlength="${DIGITS[part]}" ${common(name, field, before)}></div>
`;
})}
</div>`;
}

function oneField({ messages }: Language, question: TypedQuestion, name: string, before: Before): Html {
  const id = `${name}-1`;
  const { form, length } = question;
  const width = length === null ? null : html` size="${length}"`;
  const kind =
    form === 'digits'
      ? html`inputmode="numeric" maxlength="${length ?? LONGEST_ANSWER}"${width}`
      : html`autocapitalize="${length === null ? 'words' : 'characters'}" maxlength="${length ?? LONGEST_ANSWER}"${width}`;
  return html`<div class="typed${length !== null && ' short'}"><label for="${id}">${messages.question.field.answer}</label><input id="${id}" name="${name}" ${kind} ${common(name, name, before)}></div>`;
}

/** An answer is no one's to suggest: not the browser's, nor the keyboard's. */
function common(name: string, field: string, { invalid, sent }: Before): Html {
  const [value = ''] = sent(field);
  return html`type="text" value="${value.slice(0, LONGEST_ANSWER)}" autocomplete="off" autocorrect="off" spellcheck="false" required${invalid && html` aria-invalid="true" aria-describedby="${name}-fault"`}`;
}

/** What is to be mended, in words. */
export function typedFault({ messages }: Language, question: TypedQuestion, fault: FieldFault): string {
  const { typed, field } = messages.fault;
  const { form, length } = question;
  if (fault === 'doubled') return field.doubled;
  if (fault === 'missing') return typed.missing;
  if (form === 'date') return typed.date;
  if (length === null) return typed.anything;
  return form === 'digits' ? typed.digits({ characters: length }) : typed.characters({ characters: length });
}
