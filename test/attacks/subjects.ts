import { candidatesOf } from '../../src/domain/candidates/candidates.ts';
import { USUAL_BOUNDS } from '../../src/domain/candidates/usual-bounds.ts';
import type { DigitRange, Fact } from '../../src/domain/facts/fact.ts';
import { type ValueList, valueList } from '../../src/domain/facts/value-list.ts';
import { makeQuestion } from '../../src/domain/questions/make-question.ts';
import { askableQuestions } from '../../src/domain/questions/projections.ts';
import type { ChoiceQuestion, QuestionKind } from '../../src/domain/questions/question.ts';
import type { KeyedStream } from '../../src/kernel/keyed-stream.ts';
import { type Attack, highest } from './sight.ts';
import { anyBirth, clientRef, SECRET } from './simulated-clients.ts';

/** What is attacked: one kind of question, about facts as clients have them. */
export type Subject = {
  readonly kind: QuestionKind;
  /** Tells two subjects of one kind apart. */
  readonly name: string;
  /** A client's fact, with the odds that its kind is made for. */
  readonly fact: (chance: KeyedStream, size: number) => Fact;
  /** How common an option is, where an attacker knows that; null: all alike. */
  readonly prior: ((text: string) => number) | null;
};

const birth = (kind: QuestionKind): Subject => ({
  kind,
  name: kind,
  fact: (chance, size) => ({ kind: 'date_of_birth', day: anyBirth(size, chance) }),
  prior: null,
});

type EndingKind = 'national_id' | 'account_number' | 'card_number' | 'phone_last_digits';

const ending = (kind: EndingKind, name: string, varied: readonly DigitRange[]): Subject => ({
  kind,
  name,
  fact: (chance) => ({
    kind,
    text: varied.map((range) => (range === null ? 'K' : digit(range, chance))).join(''),
    varied,
  }),
  prior: null,
});

const digit = (range: DigitRange, chance: KeyedStream): number =>
  range === 'any' ? chance.below(10) : 1 + chance.below(9);

function list(count: number, popularity: ((nth: number) => number) | null): ValueList {
  const numbers = Array.from({ length: count }, (_, nth) => nth);
  // Names in no order of their numbers, as places have them.
  const names = numbers.map((nth) => ((nth * 7919 + 50_000) % 104_729).toString(36));
  const made = valueList(names, popularity === null ? null : numbers.map(popularity));
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

type ListedKind = 'postal_code' | 'city' | 'street' | 'choice';

function listed(kind: ListedKind, name: string, among: ValueList): Subject {
  const { values, popularity } = among;
  const sums: number[] = [];
  for (const [nth] of values.entries()) sums.push((sums[nth - 1] ?? 0) + (popularity?.[nth] ?? 1));
  const steps = 2 ** 20;
  const pick = (chance: KeyedStream): string => {
    const at = ((chance.below(steps) + 0.5) / steps) * (sums.at(-1) ?? 0);
    return values[sums.findIndex((sum) => at < sum)] ?? '';
  };
  const odds = new Map(values.map((value, nth) => [value, popularity?.[nth] ?? 1]));
  return {
    kind,
    name,
    fact: (chance) => ({ kind, wording: null, value: pick(chance), among }),
    prior: (text) => odds.get(text) ?? 0,
  };
}

const amount = (name: string, bounds: readonly number[] | null): Subject => ({
  kind: 'amount',
  name,
  fact: (chance) => {
    const bands = bounds ?? USUAL_BOUNDS;
    const band = chance.below(bands.length - 1);
    return { kind: 'amount', hundredths: bands[band] ?? 0, currency: 'MXN', bounds };
  },
  prior: null,
});

/** Every kind of question that is asked by choice. */
export const SUBJECTS: readonly Subject[] = [
  birth('date_of_birth'),
  birth('birth_month_plus_day'),
  birth('birth_day_of_month'),
  birth('birth_month'),
  birth('birth_year'),
  birth('age_on_date'),
  ending('account_number', 'account_number', ['any', 'any', 'any', 'any']),
  ending('card_number', 'card_number', ['any', 'any', 'any', 'any']),
  ending('phone_last_digits', 'phone_last_digits', ['any', 'any', 'any', 'any']),
  ending('national_id', 'national_id: CURP', [null, null, null, 'any']),
  ending('national_id', 'national_id: last three of an RFC', [null, 'not_zero', 'not_zero', 'any']),
  ending('national_id', 'national_id: three digits and a letter', ['any', 'any', 'any', null]),
  listed(
    'city',
    'city: 60 of known popularity, the largest five times the tenth',
    list(60, (nth) => 1 / (nth + 2)),
  ),
  listed('street', 'street: 37, all alike', list(37, null)),
  listed('choice', 'choice: 7, all alike', list(7, null)),
  listed(
    'postal_code',
    'postal_code: 211 of known popularity',
    list(211, (nth) => 100 + ((nth * 37) % 900)),
  ),
  amount('amount: the usual bands', null),
  amount('amount: seven bands', [0, 100, 250, 500, 1000, 2500, 5000, 10_000]),
  {
    kind: 'year',
    name: 'year: customer since 1900 to 2025',
    fact: (chance) => ({ kind: 'year', year: 1900 + chance.below(126) }),
    prior: null,
  },
];

type Asked = { readonly size: number; readonly noneOfThese: boolean; readonly chance: KeyedStream };

/** Earlier pages about a fact of which there is one question alone: with the last they are five, as many as the reference needs. */
const EARLIER_PAGES = 4;

/**
 * The question that the simulated client `nth` is asked about a fact, and what earlier pages asked about the same fact: every
 * question that there is about it, or where there is but one, that one several times.
 */
export function askedOf(
  { kind }: Subject,
  fact: Fact,
  nth: number,
  { size, noneOfThese, chance }: Asked,
): { readonly page: ChoiceQuestion; readonly earlier: readonly ChoiceQuestion[] } {
  const candidates = candidatesOf(SECRET, clientRef(nth), fact, size);
  const ask = (about: QuestionKind) => makeQuestion(about, candidates, { noneOfThese, chance });
  const kinds = askableQuestions(candidates);
  const before = kinds.length === 1 ? Array.from({ length: EARLIER_PAGES }, () => kind) : kinds;
  return { page: ask(kind), earlier: before.map(ask) };
}

/** Who knows how common each value is, and takes the commonest that is shown. */
export const knowsPopularity = (prior: (text: string) => number): Attack => ({
  name: 'the commonest value',
  choose: ({ page }, chance) =>
    highest(
      page.options.map(({ content }) => (content.type === 'text' ? prior(content.text) : null)),
      chance,
    ),
});
