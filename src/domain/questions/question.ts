import type { FactKind } from '../facts/fact.ts';

/** Public names of the questions, as `data-question` on the page and in the evidence. */
export type QuestionKind =
  | Exclude<FactKind, 'date_of_birth'>
  | 'date_of_birth'
  | 'birth_month_plus_day'
  | 'birth_day_of_month'
  | 'birth_month'
  | 'birth_year'
  | 'age_on_date';

/** What an option shows; wording and digits are the page's business. `day` is a day number of kernel/calendar.ts. */
export type OptionContent =
  | { readonly type: 'date'; readonly day: number }
  | { readonly type: 'number'; readonly value: number }
  /** A calendar year, which no language groups in thousands. */
  | { readonly type: 'year'; readonly year: number }
  /** 1 to 12. */
  | { readonly type: 'month'; readonly month: number }
  /** The last characters of a number; a dot (U+2022) stands for each that is not shown. Read from left to right. */
  | { readonly type: 'ending'; readonly text: string }
  /** Whole hundredths, both included. `currency` is an ISO 4217 code, or null where none was given. */
  | { readonly type: 'amount'; readonly from: number; readonly to: number; readonly currency: string | null }
  /** As the operator or the bot wrote it. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'none_of_these' };

/** `value` is what the form sends: random and of one length, so that it tells nothing. */
export type Option = { readonly value: string; readonly content: OptionContent };

type Asked = {
  readonly kind: QuestionKind;
  readonly fact: FactKind;
  /** The question in the bot's own words, for the kinds `choice` and `text`; null: the page has words for the kind. */
  readonly wording: string | null;
  /** The day (kernel/calendar.ts) that `age_on_date` asks about; null for every other kind. */
  readonly on: number | null;
};

/** A question with options, of which one is right: that whose `value` is `answer`. */
export type ChoiceQuestion = Asked & {
  readonly entry: 'choice';
  readonly options: readonly Option[];
  readonly answer: string;
};

/** What is typed: a day of the calendar, digits, or text. */
export type TypedForm = 'date' | 'digits' | 'text';

/** A question whose answer is typed. */
export type TypedQuestion = Asked & {
  readonly entry: 'typed';
  readonly form: TypedForm;
  /** How many characters an answer has; null where that is not fixed. */
  readonly length: number | null;
  /** What is right, folded as typed-answers.ts does; any of them. */
  readonly accepts: readonly string[];
  /** Slips of the finger that are forgiven in each word of five letters or more. */
  readonly forgives: 0 | 1;
};

/** A question as it is sealed into its challenge. */
export type Question = ChoiceQuestion | TypedQuestion;

export type AskedChoice = Omit<ChoiceQuestion, 'answer'>;
export type AskedTyped = Omit<TypedQuestion, 'accepts' | 'forgives'>;

/** A question as a page may know it: nothing in it tells what is right. */
export type AskedQuestion = AskedChoice | AskedTyped;

export function asAsked(question: Question): AskedQuestion {
  if (question.entry === 'choice') {
    const { answer: _answer, ...asked } = question;
    return asked;
  }
  const { accepts: _accepts, forgives: _forgives, ...asked } = question;
  return asked;
}
