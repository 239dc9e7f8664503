import type { GivenFacts } from '../../domain/facts/parse-facts.ts';
import { type Schema, Type } from '../../kernel/schema.ts';
import { ONE_LINE, WELL_FORMED } from './text-patterns.ts';

/*
 * The form of each kind of fact. What a text must say beyond its form, its parser decides, in words that a person can
 * act on.
 */

const LONGEST_LIST = 1000;

const text = (format: string, description: string, example: string): Schema =>
  Type.Unsafe<string | null>({
    type: ['string', 'null'],
    maxLength: 64,
    format,
    description,
    examples: [example],
  });

const name = (maxLength: number, description: string) => ({
  type: 'string',
  minLength: 1,
  maxLength,
  pattern: ONE_LINE,
  description,
});

const QUESTION = name(200, 'The question in your own words; the page shows it as text.');

const LIST = {
  among: {
    type: 'array',
    items: { type: 'string', minLength: 1, maxLength: 200, pattern: WELL_FORMED },
    maxItems: LONGEST_LIST,
    description:
      'From which options are taken: always the whole list, the value included, and never one made for this client.',
  },
  popularity: {
    type: 'array',
    items: { type: 'number', exclusiveMinimum: 0 },
    maxItems: LONGEST_LIST,
    description: 'How common each of them is among your clients, in any unit and in the same order.',
  },
  list: name(64, 'The name of a list in the settings, in place of `among`.'),
};

/** A text, or an object with the text as its `value` and the list that options are taken from. */
const listed = (description: string, example: string): Schema =>
  Type.Unsafe({
    type: ['string', 'object', 'null'],
    maxLength: 200,
    properties: { value: name(200, 'What is true of the person.'), ...LIST },
    required: ['value'],
    additionalProperties: false,
    description,
    examples: [example],
  });

const AMOUNT = { type: ['string', 'number'], maxLength: 16, description: 'With at most two decimals.' };

const MEMBERS: Readonly<Record<string, Schema>> = {
  date_of_birth: text('date', 'A real date, not before 1900 and not in the future.', '1980-02-03'),
  national_id: text(
    'national-id',
    'An identity number; its last four characters are asked. A CURP or an RFC must be right to its check digit.',
    'HEGG560427MVZRRL04',
  ),
  account_number: text(
    'account-number',
    'A bank account; its last four characters are asked and are enough.',
    '0110',
  ),
  card_number: text('card-number', 'A payment card; its last four digits are asked and are enough.', '1111'),
  phone_last_digits: text(
    'phone-number',
    'Another telephone than the one of the chat; its last four digits are asked and are enough.',
    '0134',
  ),
  postal_code: listed('The postal code of an address.', '06600'),
  city: listed('The city of an address.', 'Oaxaca de Juárez'),
  street: listed('The street of an address.', 'Avenida Juárez'),
  choice: Type.Unsafe({
    type: ['object', 'null'],
    properties: { question: QUESTION, value: name(200, 'What is true of the person.'), ...LIST },
    required: ['question', 'value'],
    additionalProperties: false,
    description: 'A question of your own, with options from a list.',
  }),
  amount: Type.Unsafe({
    type: ['string', 'number', 'object', 'null'],
    maxLength: 16,
    properties: {
      value: AMOUNT,
      currency: { type: ['string', 'null'], pattern: '^[A-Z]{3}$', description: 'ISO 4217.' },
      bounds: {
        type: ['array', 'null'],
        items: AMOUNT,
        maxItems: 201,
        description: 'Where bands begin, ascending, and last where the last band ends.',
      },
    },
    required: ['value'],
    additionalProperties: false,
    description: 'A recent payment; asked as the band in which it lies.',
    examples: ['1250.50'],
  }),
  year: Type.Unsafe<string | number | null>({
    type: ['integer', 'string', 'null'],
    format: 'year',
    maxLength: 4,
    description: 'The year since when the person is a customer.',
    examples: [2014],
  }),
  text: Type.Unsafe({
    type: ['object', 'null'],
    properties: { question: QUESTION, value: name(200, 'What is true of the person.') },
    required: ['question', 'value'],
    additionalProperties: false,
    description: 'A question of your own whose answer is typed.',
  }),
};

export const FactsSchema = Type.Unsafe<GivenFacts>(
  Type.Object(
    Object.fromEntries(Object.entries(MEMBERS).map(([kind, schema]) => [kind, Type.Optional(schema)])),
    {
      additionalProperties: false,
      description: 'What is known of the person. Used for the questions, then gone.',
    },
  ),
);
