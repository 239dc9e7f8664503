import { err, ok, type Result } from '../../kernel/result.ts';
import { parseAmount } from './amount.ts';
import { parseDateOfBirth } from './date-of-birth.ts';
import { parseAccountNumber, parseCardNumber, parseNationalId, parsePhoneLastDigits } from './endings.ts';
import { FACT_KINDS, type Fact, type FactFault, type FactKind, type ListedKind } from './fact.ts';
import { type ValueList, valueList } from './value-list.ts';
import { parseListed, parseText } from './worded.ts';
import { parseYear } from './year.ts';

/** A fact as it comes: a text, a number, or an object with the text as its `value` and what belongs to it. */
export type GivenFact = string | number | Readonly<Record<string, unknown>>;

/** By the names of their kinds; null, and a member left out: not given. */
export type GivenFacts = Readonly<Record<string, GivenFact | null | undefined>>;

/** What facts are parsed against. */
export type FactContext = {
  /** The day number (kernel/calendar.ts) of the day that the caller takes for today. */
  readonly today: number;
  /** The operator's lists by their names. A list with the name of a kind is that kind's, where none is named. */
  readonly lists: ReadonlyMap<string, ValueList>;
};

/** The facts given, in the order of `FACT_KINDS`, or the first that cannot be used. Nothing given is trusted. */
export function parseFacts(given: GivenFacts, context: FactContext): Result<readonly Fact[], FactFault> {
  const unknown = Object.keys(given).find((name) => !FACT_KINDS.some((kind) => kind === name));
  if (unknown !== undefined)
    return err({ fact: 'of this name', expected: `one of ${FACT_KINDS.join(', ')}` });
  const facts: Fact[] = [];
  for (const kind of FACT_KINDS) {
    const value = Object.hasOwn(given, kind) ? given[kind] : null;
    if (value === null || value === undefined) continue;
    const fact = parseFact(kind, value, context);
    if (!fact.ok) return fact;
    facts.push(fact.value);
  }
  return ok(facts);
}

const SIMPLE: Readonly<
  Partial<Record<FactKind, (value: unknown, today: number) => Result<Fact, FactFault>>>
> = {
  date_of_birth: parseDateOfBirth,
  national_id: parseNationalId,
  account_number: parseAccountNumber,
  card_number: parseCardNumber,
  phone_last_digits: parsePhoneLastDigits,
  year: parseYear,
};

function parseFact(kind: FactKind, given: GivenFact, context: FactContext): Result<Fact, FactFault> {
  const parse = SIMPLE[kind];
  if (parse !== undefined) return parse(given, context.today);
  const { value, currency, bounds, question, ...rest }: Readonly<Record<string, unknown>> =
    typeof given === 'object' ? given : { value: given };
  if (kind === 'amount') {
    return parseAmount({ value, currency, bounds: Array.isArray(bounds) ? bounds : null });
  }
  if (kind === 'text') return parseText(value, question);
  // What is left of the kinds are those with lists.
  const listed = kind as ListedKind;
  const among = listFor(listed, rest, context.lists);
  return among.ok ? parseListed(listed, { value, wording: question, among: among.value }) : among;
}

/** The list that a fact brings or names, or that its kind has; null where there is none. */
function listFor(
  kind: ListedKind,
  { list, among, popularity }: Readonly<Record<string, unknown>>,
  lists: FactContext['lists'],
): Result<ValueList | null, FactFault> {
  const fault = (expected: string) => err<FactFault>({ fact: kind, expected });
  if (typeof list === 'string') {
    const named = lists.get(list);
    return named === undefined ? fault('given with the "list" of a name that the operator keeps') : ok(named);
  }
  if (!Array.isArray(among)) return ok(lists.get(kind) ?? null);
  const values = among.filter((each) => typeof each === 'string');
  const numbers = Array.isArray(popularity) ? popularity.filter((each) => typeof each === 'number') : null;
  const made = valueList(values, numbers);
  return made.ok ? made : fault(`given with "among" as a list ${made.error}`);
}
