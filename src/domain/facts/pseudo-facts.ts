import { civilDate, dayNumber } from '../../kernel/calendar.ts';
import type { KeyedStream } from '../../kernel/keyed-stream.ts';
import { ENDING_LENGTH } from './endings.ts';
import type { EndingKind, Fact, FactKind, ListedKind } from './fact.ts';
import type { ValueList } from './value-list.ts';

/*
 * Facts of nobody: what a page about an unknown client is made of. They must look like those of the clients that there
 * are, and be the same each time, so they come from a stream keyed by the client and from nothing that moves, the
 * calendar included.
 */

/**
 * How many of a business's customers were born around a year, in any unit, and on a straight line in between: grown-up, most of
 * them around forty, few of them old. Nobody before the first, nobody from the last on.
 */
const BIRTHS: readonly (readonly [year: number, weight: number])[] = [
  [1925, 0],
  [1945, 35],
  [1965, 85],
  [1985, 100],
  [2000, 75],
  [2008, 0],
];
const MOST_BIRTHS = Math.max(...BIRTHS.map(([, weight]) => weight));
const firstDayOf = (year: number): number => dayNumber({ year, month: 1, day: 1 });
const BORN_FROM = firstDayOf(1925);
const BORN_BEFORE = firstDayOf(2008);
const SINCE_YEAR = 1995;
const YEARS = 30;
/** Parts of a weight that can be told apart. */
const FINENESS = 2 ** 20;

/**
 * A fact of nobody; null for a kind that only the operator's system can make up, since its wording, its list or its currency
 * comes with each fact.
 * @param stream keyed by the service's secret, the client and the kind.
 * @param lists the operator's, by name: that of a kind's name is that kind's.
 */
export function pseudoFact(
  kind: FactKind,
  stream: KeyedStream,
  lists: ReadonlyMap<string, ValueList>,
): Fact | null {
  switch (kind) {
    case 'date_of_birth':
      return { kind, day: born(stream) };
    case 'year':
      return { kind, year: SINCE_YEAR + stream.below(YEARS) };
    case 'national_id':
    case 'account_number':
    case 'card_number':
    case 'phone_last_digits':
      return ending(kind, stream);
    case 'postal_code':
    case 'city':
    case 'street':
      return listed(kind, stream, lists.get(kind) ?? null);
    default:
      return null;
  }
}

/** Days of all years are drawn alike, and kept as often as their year's weight says (von Neumann, 1951). */
function born(stream: KeyedStream): number {
  for (;;) {
    const day = BORN_FROM + stream.below(BORN_BEFORE - BORN_FROM);
    if (stream.below(FINENESS) * MOST_BIRTHS < birthsIn(civilDate(day).year) * FINENESS) return day;
  }
}

function birthsIn(year: number): number {
  const next = BIRTHS.findIndex(([upTo]) => upTo > year);
  const [from, to] = [BIRTHS[next - 1], BIRTHS[next]];
  if (from === undefined || to === undefined) return 0;
  return from[1] + ((to[1] - from[1]) * (year - from[0])) / (to[0] - from[0]);
}

function ending(kind: EndingKind, stream: KeyedStream): Fact {
  const digits = Array.from({ length: ENDING_LENGTH }, () => stream.below(10));
  return { kind, text: digits.join(''), varied: digits.map(() => 'any') };
}

/** Each value as often as the operator says that it is found among clients. */
function listed(kind: ListedKind, stream: KeyedStream, among: ValueList | null): Fact | null {
  if (among === null) return null;
  const { values, popularity } = among;
  const all = popularity?.reduce((sum, each) => sum + each, 0) ?? values.length;
  let left = ((stream.below(FINENESS) + 0.5) / FINENESS) * all;
  const nth = values.findIndex((_, at) => {
    left -= popularity?.[at] ?? 1;
    return left < 0;
  });
  const value = values[nth] ?? values.at(-1);
  return value === undefined ? null : { kind, wording: null, value, among };
}
