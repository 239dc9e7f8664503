import { equalInConstantTime } from '../../kernel/constant-time.ts';
import type { AskedQuestion, Question } from './question.ts';

/** A form as it came: each field's name with every value it was sent with. The first question's field is `q1`. */
type Fields = ReadonlyMap<string, readonly string[]>;

/** Why the field of a question could not be taken: not exactly one of the values that its options offered. */
export type FieldFault = 'missing' | 'doubled' | 'unknown_value';

/**
 * What is wrong with a form, by field; empty where each question was given exactly one value that it offered.
 * Tells nothing of which option is right. Fields of other names are not looked at.
 */
export function fieldFaults(
  questions: readonly AskedQuestion[],
  fields: Fields,
): ReadonlyMap<string, FieldFault> {
  const faults = new Map<string, FieldFault>();
  for (const [nth, question] of questions.entries()) {
    const [value, ...more] = fields.get(fieldOf(nth)) ?? [];
    if (value === undefined) faults.set(fieldOf(nth), 'missing');
    else if (more.length > 0) faults.set(fieldOf(nth), 'doubled');
    else if (!question.options.some((option) => option.value === value)) {
      faults.set(fieldOf(nth), 'unknown_value');
    }
  }
  return faults;
}

/**
 * Whether each question was given its right option, and nothing else. Every question is compared, in constant time,
 * whatever the others gave, so that the time it takes does not tell which one was wrong. Where there is no question,
 * nothing was shown and the answer is no.
 */
export function answersAreRight(questions: readonly Question[], fields: Fields): boolean {
  let right = questions.length > 0;
  for (const [nth, question] of questions.entries()) {
    const [value, ...more] = fields.get(fieldOf(nth)) ?? [];
    const same = equalInConstantTime(question.answer, value ?? '');
    right = same && value !== undefined && more.length === 0 && right;
  }
  return right;
}

const fieldOf = (nth: number): string => `q${nth + 1}`;
