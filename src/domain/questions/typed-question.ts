import { isoDate } from '../../kernel/calendar.ts';
import { unreachable } from '../../kernel/result.ts';
import { ENDING_LENGTH } from '../facts/endings.ts';
import type { Fact } from '../facts/fact.ts';
import { foldedText } from '../facts/folding.ts';
import type { TypedQuestion } from './question.ts';

const YEAR_DIGITS = 4;

type Entry = Pick<TypedQuestion, 'form' | 'length' | 'accepts' | 'forgives'>;

/** The question whose answer is typed; null for a fact that nobody knows to the letter. Its form depends on the kind alone. */
export function typedQuestion(fact: Fact, forgives: 0 | 1): TypedQuestion | null {
  const entry = entryOf(fact, forgives);
  const wording = 'wording' in fact ? fact.wording : null;
  return entry === null
    ? null
    : { entry: 'typed', kind: fact.kind, fact: fact.kind, wording, on: null, ...entry };
}

function entryOf(fact: Fact, forgives: 0 | 1): Entry | null {
  switch (fact.kind) {
    case 'date_of_birth':
      return { form: 'date', length: null, accepts: [isoDate(fact.day)], forgives: 0 };
    case 'card_number':
    case 'phone_last_digits':
      return { form: 'digits', length: ENDING_LENGTH, accepts: [fact.text], forgives: 0 };
    case 'national_id':
    case 'account_number':
      return { form: 'text', length: ENDING_LENGTH, accepts: [foldedText(fact.text)], forgives: 0 };
    case 'year':
      return { form: 'digits', length: YEAR_DIGITS, accepts: [String(fact.year)], forgives: 0 };
    case 'postal_code':
      return { form: 'text', length: null, accepts: [foldedText(fact.value)], forgives: 0 };
    case 'city':
    case 'street':
    case 'choice':
    case 'text':
      return { form: 'text', length: null, accepts: [foldedText(fact.value)], forgives };
    case 'amount':
      return null;
    default:
      return unreachable(fact);
  }
}
