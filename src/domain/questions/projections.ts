import { civilDate } from '../../kernel/calendar.ts';
import { unreachable } from '../../kernel/result.ts';
import type { Candidates } from '../candidates/candidates.ts';
import type { FactKind } from '../facts/fact.ts';
import type { OptionContent, QuestionKind } from './question.ts';

const QUESTIONS_ABOUT: Readonly<Record<FactKind, readonly QuestionKind[]>> = {
  date_of_birth: ['date_of_birth', 'birth_month_plus_day'],
};

/** What the option that stands for `value`, a value of the question's fact, shows where `kind` is asked. */
export function contentOf(kind: QuestionKind, value: number): OptionContent {
  switch (kind) {
    case 'date_of_birth':
      return { type: 'date', day: value };
    case 'birth_month_plus_day': {
      const { month, day } = civilDate(value);
      return { type: 'number', value: month + day };
    }
    default:
      return unreachable(kind);
  }
}

/**
 * The questions that may be asked about a block: those to which each of its values has an answer of its own.
 * Looks at all values, the one left out included, and never at which of them is true.
 */
export const askableQuestions = (candidates: Candidates): readonly QuestionKind[] =>
  QUESTIONS_ABOUT[candidates.fact].filter((kind) => separates(kind, candidates.values));

function separates(kind: QuestionKind, values: readonly number[]): boolean {
  const answers = new Set(values.map((value) => JSON.stringify(contentOf(kind, value))));
  return answers.size === values.length;
}
