import type { FactKind } from '../../src/domain/facts/fact.ts';
import type {
  AskedQuestion,
  Option,
  OptionContent,
  QuestionKind,
} from '../../src/domain/questions/question.ts';
import { dayNumber } from '../../src/kernel/calendar.ts';

type Asked<E extends AskedQuestion['entry']> = Extract<AskedQuestion, { entry: E }>;

const NONE: OptionContent = { type: 'none_of_these' };

/** Form values as the service draws them: of one length, and telling nothing. */
const withValues = (contents: readonly OptionContent[]): readonly Option[] =>
  contents.map((content, nth) => ({ value: `Qz${nth}_m2xwK-7${nth}`, content }));

const choice = (kind: QuestionKind, fact: FactKind, contents: readonly OptionContent[]): Asked<'choice'> => ({
  entry: 'choice',
  kind,
  fact,
  wording: null,
  on: null,
  options: withValues(contents),
});

const numbers = (...values: readonly number[]): readonly OptionContent[] => [
  ...values.map((value): OptionContent => ({ type: 'number', value })),
  NONE,
];
const years = (...values: readonly number[]): readonly OptionContent[] => [
  ...values.map((year): OptionContent => ({ type: 'year', year })),
  NONE,
];
const endings = (...values: readonly string[]): readonly OptionContent[] => [
  ...values.map((text): OptionContent => ({ type: 'ending', text })),
  NONE,
];
const texts = (...values: readonly string[]): readonly OptionContent[] => [
  ...values.map((text): OptionContent => ({ type: 'text', text })),
  NONE,
];
const bands = (currency: string | null, ...from: readonly number[]): readonly OptionContent[] => [
  ...from.map((cents): OptionContent => ({ type: 'amount', from: cents, to: cents + 49_999, currency })),
  NONE,
];

/** One question of every kind that has options. */
export const CHOICES: Readonly<Record<Exclude<QuestionKind, 'text'>, Asked<'choice'>>> = {
  date_of_birth: choice('date_of_birth', 'date_of_birth', [
    { type: 'date', day: dayNumber({ year: 1981, month: 9, day: 14 }) },
    { type: 'date', day: dayNumber({ year: 1980, month: 2, day: 3 }) },
    { type: 'date', day: dayNumber({ year: 1979, month: 12, day: 31 }) },
    { type: 'date', day: dayNumber({ year: 1982, month: 5, day: 20 }) },
    NONE,
  ]),
  birth_month_plus_day: choice('birth_month_plus_day', 'date_of_birth', numbers(23, 5, 43, 25)),
  birth_day_of_month: choice('birth_day_of_month', 'date_of_birth', numbers(14, 3, 31, 20)),
  birth_month: choice('birth_month', 'date_of_birth', [
    ...[9, 2, 12, 5].map((month): OptionContent => ({ type: 'month', month })),
    NONE,
  ]),
  birth_year: choice('birth_year', 'date_of_birth', years(1981, 1980, 1979, 1982)),
  age_on_date: {
    ...choice('age_on_date', 'date_of_birth', numbers(29, 30, 31, 28)),
    on: dayNumber({ year: 2010, month: 7, day: 1 }),
  },
  national_id: choice('national_id', 'national_id', endings('••08', '••31', '••77', '••94')),
  account_number: choice('account_number', 'account_number', endings('4471', '0925', '8830', '1164')),
  card_number: choice('card_number', 'card_number', endings('5678', '2210', '9046', '7713')),
  phone_last_digits: choice(
    'phone_last_digits',
    'phone_last_digits',
    endings('5678', '2210', '9046', '7713'),
  ),
  postal_code: choice('postal_code', 'postal_code', texts('06700', '03100', '11560', '04100')),
  city: choice('city', 'city', texts('Guadalajara', 'Mérida', 'القاهرة', 'Puebla de los Ángeles')),
  street: choice('street', 'street', texts('Av. Juárez', 'Calle 5 de Mayo', 'Río Lerma', 'Insurgentes Sur')),
  choice: {
    ...choice('choice', 'choice', texts('Crédito', 'Nómina', 'Ahorro', 'Inversión')),
    wording: '¿Qué tipo de cuenta abriste primero?',
  },
  amount: choice('amount', 'amount', bands('MXN', 100_000, 50_000, 250_000, 150_000)),
  year: choice('year', 'year', years(2015, 2012, 2019, 2009)),
};

const typed = (
  kind: QuestionKind,
  fact: FactKind,
  changes: Partial<Asked<'typed'>> = {},
): Asked<'typed'> => ({
  entry: 'typed',
  kind,
  fact,
  wording: null,
  on: null,
  form: 'text',
  length: null,
  ...changes,
});

/** One question of every form that is typed. */
export const TYPED = {
  date: typed('date_of_birth', 'date_of_birth', { form: 'date' }),
  digits: typed('card_number', 'card_number', { form: 'digits', length: 4 }),
  characters: typed('national_id', 'national_id', { length: 4 }),
  word: typed('city', 'city'),
  own: typed('text', 'text', { wording: 'What was the name of your first teacher?' }),
} as const;
