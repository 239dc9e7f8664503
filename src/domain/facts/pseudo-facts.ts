import { dayNumber } from '../../kernel/calendar.ts';
import type { KeyedStream } from '../../kernel/keyed-stream.ts';
import { ENDING_LENGTH } from './endings.ts';
import type { EndingKind, Fact, FactKind, ListedKind } from './fact.ts';
import type { ValueList } from './value-list.ts';

/*
 * Facts of nobody: what a page about an unknown client is made of. They must look like those of the clients that there
 * are, and be the same each time, so they come from a stream keyed by the client and from nothing that moves, the
 * calendar included. The spans below are those in which the customers of a business are mostly found.
 */

const BORN_FROM = dayNumber({ year: 1948, month: 1, day: 1 });
const BORN_BEFORE = dayNumber({ year: 2006, month: 1, day: 1 });
const SINCE_YEAR = 1995;
const YEARS = 30;

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
      return { kind, day: BORN_FROM + stream.below(BORN_BEFORE - BORN_FROM) };
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

function ending(kind: EndingKind, stream: KeyedStream): Fact {
  const digits = Array.from({ length: ENDING_LENGTH }, () => stream.below(10));
  return { kind, text: digits.join(''), varied: digits.map(() => 'any') };
}

function listed(kind: ListedKind, stream: KeyedStream, among: ValueList | null): Fact | null {
  const value = among?.values[stream.below(among.values.length)];
  return value === undefined ? null : { kind, wording: null, value, among };
}
