import type { FactKind } from '../facts/fact.ts';

/** Public names of the questions, as `data-question` on the page and in the evidence. */
export type QuestionKind = 'date_of_birth' | 'birth_month_plus_day';

/** What an option shows; wording and digits are the page's business. `day` is a day number of kernel/calendar.ts. */
export type OptionContent =
  | { readonly type: 'date'; readonly day: number }
  | { readonly type: 'number'; readonly value: number }
  | { readonly type: 'none_of_these' };

/** `value` is what the form sends: random and of one length, so that it tells nothing. */
export type Option = { readonly value: string; readonly content: OptionContent };

/** A question as it is sealed into its challenge. `answer` is the `value` of the option that is right. */
export type Question = {
  readonly kind: QuestionKind;
  readonly fact: FactKind;
  readonly options: readonly Option[];
  readonly answer: string;
};

/** A question as a page may know it: nothing in it tells which option is right. */
export type AskedQuestion = Omit<Question, 'answer'>;

export const asAsked = ({ answer: _answer, ...asked }: Question): AskedQuestion => asked;
