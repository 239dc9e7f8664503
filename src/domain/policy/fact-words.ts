import type { FactKind } from '../facts/fact.ts';

/** What a kind of fact is called in a sentence for whoever has to answer for a policy. */
export const FACT_WORDS: Readonly<Record<FactKind, string>> = {
  date_of_birth: 'the date of birth',
  national_id: 'the end of an identity number',
  account_number: 'the end of an account number',
  card_number: 'the end of a card number',
  phone_last_digits: 'the end of another telephone number',
  postal_code: 'the postal code',
  city: 'the city',
  street: 'the street',
  choice: "a question in the bot's own words, with a list of answers",
  amount: 'a recent payment',
  year: 'the year since when they are a customer',
  text: "a question in the bot's own words",
};
