import { contentOfBirth } from '../../src/domain/questions/projections.ts';
import type { AskedChoice } from '../../src/domain/questions/question.ts';
import { type Attack, highest, type Sight, shownValue } from './sight.ts';

/** Attacks that compare a client's pages: where decoys are drawn afresh around the truth, it stands out. */
export const memoryAttacks: readonly Attack[] = [
  {
    name: 'shown most often',
    choose: (sight, chance) => highest(timesShown(sight), chance),
  },
  {
    // Where the value that recurs is not on this page, "none of these" is.
    name: 'the value that recurs, else "none of these"',
    choose: ({ page, values, earlier }) => {
      const recurring = mostRecurring([page, ...earlier.filter(({ kind }) => kind === page.kind)]);
      const place = recurring === null ? -1 : values.indexOf(recurring);
      return place === -1 ? values.indexOf(null) : place;
    },
  },
  {
    name: 'nearest to the top over all pages',
    choose: (sight, chance) => highest(placesSoFar(sight), chance),
  },
];

/** For each option, on how many earlier pages its value can have been, whatever they asked about the fact. */
function timesShown({ page, values, earlier }: Sight): (number | null)[] {
  const times: (number | null)[] = values.map((value) => (value === null ? null : 0));
  for (const each of earlier) {
    // A date stands for one sum, a sum for many dates: dates are compared as sums where one page asks for sums.
    const mine = page.kind === 'date_of_birth' ? answersTo(each, values) : values;
    const theirs = each.kind === 'date_of_birth' ? answersTo(page, shownValues(each)) : shownValues(each);
    if (page.kind !== each.kind && page.kind !== 'date_of_birth' && each.kind !== 'date_of_birth') continue;
    for (const [place, value] of mine.entries()) {
      if (value !== null && theirs.includes(value)) times[place] = (times[place] ?? 0) + 1;
    }
  }
  return times;
}

/** The value that most of these pages show, or null where none is on two of them. */
function mostRecurring(pages: readonly AskedChoice[]): number | null {
  const times = new Map<number, number>();
  for (const value of pages.flatMap(shownValues))
    if (value !== null) times.set(value, (times.get(value) ?? 0) + 1);
  const [most] = [...times].sort(([, a], [, b]) => b - a);
  return most === undefined || most[1] === 1 ? null : most[0];
}

/** Days of birth, as a page would show them. */
const answersTo = ({ kind, on }: AskedChoice, days: readonly (number | null)[]): (number | null)[] =>
  kind === 'date_of_birth'
    ? [...days]
    : days.map((day) => (day === null ? null : shownValue(contentOfBirth(kind, day, on))));

const shownValues = (page: AskedChoice): (number | null)[] =>
  page.options.map(({ content }) => shownValue(content));

/** For each option, the sum of its places on the pages that asked the same, the higher the nearer to the top. */
function placesSoFar({ page, values, earlier }: Sight): (number | null)[] {
  const same = earlier.filter(({ kind }) => kind === page.kind).map(shownValues);
  return values.map((value) => {
    if (value === null) return null;
    return same.reduce(
      (sum, shown) => sum - (shown.includes(value) ? shown.indexOf(value) : shown.length),
      0,
    );
  });
}
