import type { ValueList } from './value-list.ts';

/** Every kind of fact that a request may bring, by the name it has in its `facts` object. */
export const FACT_KINDS = [
  'date_of_birth',
  'national_id',
  'account_number',
  'card_number',
  'phone_last_digits',
  'postal_code',
  'city',
  'street',
  'choice',
  'amount',
  'year',
  'text',
] as const;

export type FactKind = (typeof FACT_KINDS)[number];

/** Kinds of which the last characters are asked. */
export type EndingKind = 'national_id' | 'account_number' | 'card_number' | 'phone_last_digits';

/** Kinds whose decoys come from a list. */
export type ListedKind = 'postal_code' | 'city' | 'street' | 'choice';

/** A fact after its kind's parser accepted it. */
export type Fact = BirthFact | EndingFact | ListedFact | AmountFact | YearFact | TextFact;

/** `day`: the day number of kernel/calendar.ts. */
export type BirthFact = { readonly kind: 'date_of_birth'; readonly day: number };

export type EndingFact = {
  readonly kind: EndingKind;
  /** The last four characters, capital letters and digits. */
  readonly text: string;
  /** For each of them whether its digit may be another one in a decoy; what is not varied is not shown either. */
  readonly varied: readonly DigitRange[];
};

/** The digits that may stand in a place: any, any but 0, or (null) only the true character, which is then hidden. */
export type DigitRange = 'any' | 'not_zero' | null;

export type ListedFact = {
  readonly kind: ListedKind;
  /** The question in the bot's own words; null for the kinds that have words on the page. */
  readonly wording: string | null;
  readonly value: string;
  /** What it is taken from, the value included; null where no list was given: then it can only be typed. */
  readonly among: ValueList | null;
};

/** A recent payment, in whole hundredths. */
export type AmountFact = {
  readonly kind: 'amount';
  readonly hundredths: number;
  /** ISO 4217; null where none was given. */
  readonly currency: string | null;
  /** Where bands begin, in whole hundredths and ascending, the last being where the last band ends; null: the usual ones. */
  readonly bounds: readonly number[] | null;
};

export type YearFact = { readonly kind: 'year'; readonly year: number };

export type TextFact = { readonly kind: 'text'; readonly wording: string; readonly value: string };

/** Why a fact was refused. Names the fact and the form expected, never the value that came. */
export type FactFault = { readonly fact: string; readonly expected: string };
