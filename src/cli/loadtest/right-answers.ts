import { contentOfBirth } from '../../domain/questions/projections.ts';
import type { QuestionKind } from '../../domain/questions/question.ts';
import { isoDate } from '../../kernel/calendar.ts';
import { err, ok, type Result } from '../../kernel/result.ts';

const FIELDSET = /<fieldset data-question="([^"]*)"[^>]*>(.*?)<\/fieldset>/gs;
const INPUT = /<input\b[^>]*\btype="radio"[^>]*>/g;
const LABEL = /<label for="([^"]*)"([^>]*)>(.*?)<\/label>/gs;
const NAME = /\bname="([^"]*)"/;
const VALUE = /\bvalue="([^"]*)"/;
const ID = /\bid="([^"]*)"/;

const ANSWERABLE: readonly QuestionKind[] = [
  'date_of_birth',
  'birth_month_plus_day',
  'birth_day_of_month',
  'birth_month',
  'birth_year',
];

/**
 * The form that a person born on `birth` would send, out of the page's own marks, which every page keeps: the form's
 * field names and the values to choose. They hold neither quotes nor entities.
 * @returns why there is none, where the page asks what cannot be told from a day of birth.
 */
export function rightAnswers(page: string, birth: number): Result<ReadonlyMap<string, string>, string> {
  const answers = new Map<string, string>();
  for (const [, asked = '', body = ''] of page.matchAll(FIELDSET)) {
    const kind = ANSWERABLE.find((each) => each === asked);
    if (kind === undefined) return err(`the page asks "${asked}", which the load test cannot answer`);
    const input = rightInput(body, markOf(kind, birth));
    const [name, value] = [NAME, VALUE].map((attribute) => attribute.exec(input ?? '')?.[1]);
    if (name === undefined || value === undefined)
      return err(`the page offers no right answer to "${asked}"`);
    answers.set(name, value);
  }
  return answers.size === 0 ? err('the page asks nothing') : ok(answers);
}

/** What stands in the label of the option that is right. */
function markOf(kind: QuestionKind, birth: number): string {
  const content = contentOfBirth(kind, birth);
  switch (content.type) {
    case 'date':
      return `<time datetime="${isoDate(content.day)}">`;
    case 'number':
      return `<data value="${content.value}">`;
    case 'year':
      return `<data value="${content.year}">`;
    case 'month':
      return `<data value="${content.month}">`;
    default:
      return '';
  }
}

/** The input whose label holds `mark`; else the one for "none of these". */
function rightInput(fieldset: string, mark: string): string | undefined {
  const labels = [...fieldset.matchAll(LABEL)];
  const label =
    labels.find(([, , , shown = '']) => shown.includes(mark)) ??
    labels.find(([, , attributes = '']) => attributes.includes('data-none'));
  const inputs = fieldset.match(INPUT) ?? [];
  return inputs.find((input) => label !== undefined && ID.exec(input)?.[1] === label[1]);
}
