import { civilDate } from '../../src/kernel/calendar.ts';
import type { KeyedStream } from '../../src/kernel/keyed-stream.ts';

/** What somebody knows of a person's day of birth before any page: how likely each day is, in any unit. */
export type Prior = (day: number) => number;

const DAYS_IN_A_YEAR = 365.2425;

/** Weights of the years in which a bank's customers may be born: few are old, most were born around 1985. */
const YEARS: readonly (readonly [year: number, weight: number])[] = [
  [1925, 0],
  [1945, 35],
  [1965, 85],
  [1985, 100],
  [2000, 75],
  [2008, 0],
];

/** Births by month against the mean, with a summer as in much of the north, in hundredths. */
const MONTHS = [97, 93, 97, 97, 99, 102, 106, 107, 106, 101, 97, 98];

/** A bank's customers: by age and by season. */
export const customers: Prior = (day) => {
  const { year, month } = civilDate(day);
  return weightOfYear(year) * (MONTHS[month - 1] ?? 0);
};

function weightOfYear(year: number): number {
  const next = YEARS.findIndex(([upTo]) => upTo > year);
  const [from, to] = [YEARS[next - 1], YEARS[next]];
  if (from === undefined || to === undefined) return 0;
  return from[1] + ((to[1] - from[1]) * (year - from[0])) / (to[0] - from[0]);
}

/** A day of birth as `customers` has them, by rejection over the years that it knows. */
export function customerBirth(earliest: number, latest: number, chance: KeyedStream): number {
  for (;;) {
    const day = earliest + chance.below(latest - earliest);
    if (chance.below(100 * 107) < customers(day)) return day;
  }
}

/** What somebody knows who takes the person for so old, rightly to within `years` (one standard deviation). */
export function apparentAge(birth: number, years: number, chance: KeyedStream): Prior {
  const deviation = years * DAYS_IN_A_YEAR;
  const apparent = birth + deviation * standardNormal(chance);
  return (day) => Math.exp(-(((day - apparent) / deviation) ** 2) / 2);
}

/** Box and Muller, 1958. */
function standardNormal(chance: KeyedStream): number {
  const steps = 2 ** 20;
  const radius = Math.sqrt(-2 * Math.log((chance.below(steps) + 1) / steps));
  return radius * Math.cos((2 * Math.PI * chance.below(steps)) / steps);
}
