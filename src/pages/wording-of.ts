import type { AskedQuestion } from '../domain/questions/question.ts';
import type { Language } from './language.ts';
import { shownText } from './shown-text.ts';

/** How many of the last characters are asked where a question does not say. */
const USUAL_ENDING = 4;

/** What the wording of a question depends on. */
export type Worded = Pick<AskedQuestion, 'kind' | 'wording' | 'on'>;

/** Whether a question is in the bot's own words, which may run in another direction than the page. */
export const isOwn = ({ kind, wording }: Pick<Worded, 'kind' | 'wording'>): boolean =>
  (kind === 'choice' || kind === 'text') && wording !== null;

/** A question in words: the bot's own where it brings them, which may be in any language, else the page's. */
export function wordingOf({ messages, formats }: Language, { kind, wording, on }: Worded): string {
  const words = messages.question.wording;
  switch (kind) {
    case 'choice':
    case 'text':
      return shownText(wording) ?? words[kind];
    case 'age_on_date':
      if (on === null) throw new Error('an age without the day on which it was reached');
      return words.age_on_date({ date: formats.date(on) });
    case 'national_id':
    case 'account_number':
    case 'card_number':
    case 'phone_last_digits':
      return words[kind]({ characters: USUAL_ENDING });
    default:
      return words[kind];
  }
}
