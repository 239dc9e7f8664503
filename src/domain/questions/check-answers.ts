import { equalInConstantTime } from '../../kernel/constant-time.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { AskedQuestion, AskedTyped, Question } from './question.ts';
import { isAccepted, readTyped } from './typed-answers.ts';

/** A form as it came: each field's name with every value it was sent with. The first question's field is `q1`. */
type Fields = ReadonlyMap<string, readonly string[]>;

/**
 * Why the field of a question could not be taken. `unknown_value`: not one of its options; `malformed`: typed, but not
 * what a date, a number or a text of that length can look like.
 */
export type FieldFault = 'missing' | 'doubled' | 'unknown_value' | 'malformed';

/**
 * What is wrong with a form, by field; empty where each question was given exactly one value that it can take.
 * Tells nothing of which answer is right. Fields of other names are not looked at.
 */
export function fieldFaults(
  questions: readonly AskedQuestion[],
  fields: Fields,
): ReadonlyMap<string, FieldFault> {
  const faults = new Map<string, FieldFault>();
  for (const [nth, question] of questions.entries()) {
    const given = givenTo(question, fieldOf(nth), fields);
    if (!given.ok) faults.set(fieldOf(nth), given.error);
  }
  return faults;
}

/**
 * For each question, whether it was given its right answer and nothing else. Every question is compared, in constant
 * time, whatever the others gave, so that the time it takes does not tell which one was wrong.
 */
export const questionsMet = (questions: readonly Question[], fields: Fields): readonly boolean[] =>
  questions.map((question, nth) => {
    const given = givenTo(question, fieldOf(nth), fields);
    const answer = given.ok ? given.value : '';
    const same =
      question.entry === 'choice'
        ? equalInConstantTime(question.answer, answer)
        : isAccepted(question, answer);
    return same && given.ok;
  });

/** Whether all of them were. Where there is no question, nothing was shown and the answer is no. */
export const allAreMet = (met: readonly boolean[]): boolean => met.length > 0 && !met.includes(false);

/** What a question was given, as it is compared. */
function givenTo(question: AskedQuestion, field: string, fields: Fields): Result<string, FieldFault> {
  const sent = question.entry === 'typed' ? typedInto(question, field, fields) : (fields.get(field) ?? []);
  const [value, ...more] = sent;
  if (value === undefined) return err('missing');
  if (more.length > 0) return err('doubled');
  if (question.entry === 'choice') {
    return question.options.some((option) => option.value === value) ? ok(value) : err('unknown_value');
  }
  const read = readTyped(question, value);
  return read === null ? err('malformed') : ok(read);
}

const DATE_PARTS = ['year', 'month', 'day'] as const;

/** A date may come whole, in the question's field, or in three fields beside it: `q1-day`, `q1-month`, `q1-year`. */
function typedInto(question: AskedTyped, field: string, fields: Fields): readonly string[] {
  const whole = filledIn(fields.get(field));
  if (question.form !== 'date') return whole;
  const parts = DATE_PARTS.map((part) => filledIn(fields.get(`${field}-${part}`)));
  if (parts.every((values) => values.length === 0)) return whole;
  const most = Math.max(...parts.map((values) => values.length));
  const joined = parts.map(([value]) => value?.trim() ?? '').join('-');
  // Two of one part, or parts beside a whole date: which of them was meant, nobody can tell.
  return most > 1 ? [joined, joined] : [joined, ...whole];
}

/** An input that was left empty is sent all the same. */
const filledIn = (values: readonly string[] | undefined): readonly string[] =>
  (values ?? []).filter((value) => value.trim() !== '');

const fieldOf = (nth: number): string => `q${nth + 1}`;
