import { unreachable } from '../../kernel/result.ts';
import type { AmountFact, DigitRange, EndingFact, Fact } from '../facts/fact.ts';
import { USUAL_BOUNDS } from './usual-bounds.ts';

/** What the numbers that stand for a fact's values mean: the same for every value of a block. */
export type Domain =
  | { readonly type: 'dates' }
  | { readonly type: 'years' }
  | { readonly type: 'endings'; readonly varied: readonly DigitRange[] }
  | {
      readonly type: 'list';
      readonly values: readonly string[];
      readonly popularity: readonly number[] | null;
    }
  /** Bands from each bound to the next, in whole hundredths; a band is known by its place. */
  | { readonly type: 'amounts'; readonly bounds: readonly number[]; readonly currency: string | null };

/** A fact as the number that stands for it in its domain. */
export type Placed = { readonly domain: Domain; readonly truth: number };

/** Years on whose neighbours nothing depends but themselves; later ones can only be typed. */
export const FIRST_YEAR = 1900;
export const LAST_YEAR = 2025;

/** Null for a fact that has no domain: it can only be typed. */
export function placed(fact: Fact): Placed | null {
  switch (fact.kind) {
    case 'date_of_birth':
      return { domain: { type: 'dates' }, truth: fact.day };
    case 'national_id':
    case 'account_number':
    case 'card_number':
    case 'phone_last_digits':
      return { domain: { type: 'endings', varied: fact.varied }, truth: numberOfEnding(fact) };
    case 'postal_code':
    case 'city':
    case 'street':
    case 'choice':
      return fact.among === null
        ? null
        : { domain: { type: 'list', ...fact.among }, truth: fact.among.values.indexOf(fact.value) };
    case 'amount':
      return placedAmount(fact);
    case 'year':
      return fact.year > LAST_YEAR ? null : { domain: { type: 'years' }, truth: fact.year };
    case 'text':
      return null;
    default:
      return unreachable(fact);
  }
}

function placedAmount({ bounds: given, hundredths, currency }: AmountFact): Placed {
  const bounds = given ?? USUAL_BOUNDS;
  return {
    domain: { type: 'amounts', bounds, currency },
    truth: bounds.findLastIndex((bound) => bound <= hundredths),
  };
}

const DIGITS: Readonly<Record<Exclude<DigitRange, null>, number>> = { any: 10, not_zero: 9 };

/** How many endings differ only in what varies. */
export const countOfEndings = (varied: readonly DigitRange[]): number =>
  varied.reduce((count, range) => (range === null ? count : count * DIGITS[range]), 1);

/** The digits that vary, as the digits of one number in the bases that they have. */
const numberOfEnding = ({ text, varied }: EndingFact): number =>
  varied.reduce((number, range, nth) => {
    if (range === null) return number;
    return number * DIGITS[range] + Number([...text][nth]) - (range === 'any' ? 0 : 1);
  }, 0);

/** What stands for a character that is not shown. */
const HIDDEN = '•';

/** The ending that a number stands for, with what does not vary hidden. */
export function endingOf(varied: readonly DigitRange[], number: number): string {
  let rest = number;
  return varied
    .toReversed()
    .map((range) => {
      if (range === null) return HIDDEN;
      const digit = rest % DIGITS[range];
      rest = (rest - digit) / DIGITS[range];
      return String(digit + (range === 'any' ? 0 : 1));
    })
    .reverse()
    .join('');
}
