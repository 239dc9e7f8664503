import { civilDate, dayNumber } from '../../kernel/calendar.ts';
import { unreachable } from '../../kernel/result.ts';
import type { Candidates } from '../candidates/candidates.ts';
import { type Domain, endingOf } from '../candidates/domain-of-fact.ts';
import { FACT_KINDS, type FactKind } from '../facts/fact.ts';
import type { OptionContent, QuestionKind } from './question.ts';

const QUESTIONS_ABOUT_BIRTH: readonly QuestionKind[] = [
  'date_of_birth',
  'birth_month_plus_day',
  'birth_day_of_month',
  'birth_month',
  'birth_year',
  'age_on_date',
];

/** The questions there are about a kind of fact. */
const questionsAbout = (fact: FactKind): readonly QuestionKind[] =>
  fact === 'date_of_birth' ? QUESTIONS_ABOUT_BIRTH : [fact];

/** Every question that this build can ask. */
export const QUESTION_KINDS: readonly QuestionKind[] = FACT_KINDS.flatMap(questionsAbout);

/**
 * What the option that stands for `value` shows where `kind` is asked.
 * @param on the day that `age_on_date` asks about; for other kinds it does not matter.
 */
export function contentOf(
  kind: QuestionKind,
  value: number,
  domain: Domain,
  on: number | null,
): OptionContent {
  switch (domain.type) {
    case 'dates':
      return contentOfBirth(kind, value, on);
    case 'years':
      return { type: 'year', year: value };
    case 'endings':
      return { type: 'ending', text: endingOf(domain.varied, value) };
    case 'list':
      return { type: 'text', text: domain.values[value] ?? '' };
    case 'amounts': {
      const { bounds, currency } = domain;
      return { type: 'amount', from: bounds[value] ?? 0, to: (bounds[value + 1] ?? 0) - 1, currency };
    }
    default:
      return unreachable(domain);
  }
}

/** The same for a date of birth. @throws RangeError for a kind that asks about something else. */
export function contentOfBirth(kind: QuestionKind, birth: number, on: number | null = null): OptionContent {
  if (kind === 'date_of_birth') return { type: 'date', day: birth };
  const { year, month, day } = civilDate(birth);
  switch (kind) {
    case 'birth_month_plus_day':
      return { type: 'number', value: month + day };
    case 'birth_day_of_month':
      return { type: 'number', value: day };
    case 'birth_month':
      return { type: 'month', month };
    case 'birth_year':
      return { type: 'year', year };
    case 'age_on_date':
      return { type: 'number', value: civilDate(on ?? birth).year - year };
    default:
      throw new RangeError(`${kind} asks nothing about a date of birth`);
  }
}

/** Years after a block's last birth at whose end an age is asked: everybody in it is of age then. */
const YEARS_LATER = 20;
/** The last whole year when blocks were first cut. It stays, so that a block is always asked about the same day. */
const LAST_WHOLE_YEAR = 2025;

/**
 * The day that a question of this kind asks about: for `age_on_date` a 31 December after every birth of the block,
 * so that the age is the difference of two years. A function of the block, as all that a page shows. Null for other kinds.
 */
export function dayAskedAbout(kind: QuestionKind, values: readonly number[]): number | null {
  if (kind !== 'age_on_date') return null;
  const last = civilDate(Math.max(...values)).year;
  const year = Math.max(Math.min(last + YEARS_LATER, LAST_WHOLE_YEAR), last + 1);
  return dayNumber({ year, month: 12, day: 31 });
}

/**
 * The questions that may be asked about a block: those to which each of its values has an answer of its own.
 * Looks at all values, the one left out included, and never at which of them is true.
 * @param allowed the kinds that may be asked at all; null: any.
 */
export const askableQuestions = (
  candidates: Candidates,
  allowed: readonly QuestionKind[] | null = null,
): readonly QuestionKind[] =>
  questionsAbout(candidates.fact).filter(
    (kind) => (allowed === null || allowed.includes(kind)) && separates(kind, candidates),
  );

function separates(kind: QuestionKind, { values, domain }: Candidates): boolean {
  // Of other facts, no two values are shown alike.
  if (domain.type !== 'dates' || kind === 'date_of_birth') return true;
  const on = dayAskedAbout(kind, values);
  const answers = new Set(values.map((value) => JSON.stringify(contentOf(kind, value, domain, on))));
  return answers.size === values.length;
}
