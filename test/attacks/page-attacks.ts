import { isoDate } from '../../src/kernel/calendar.ts';
import { type Attack, highest, type Sight } from './sight.ts';

/** Attacks on one page alone. */
export function pageAttacks(options: number): readonly Attack[] {
  return [
    ...Array.from({ length: options }, (_, rank) => takeRank(rank)),
    { name: 'any option', choose: (_, chance) => chance.below(options) },
    { name: 'the largest', choose: ({ ranked }) => ranked.at(-1) ?? options - 1 },
    { name: 'the middle one', choose: ({ ranked }) => ranked[ranked.length >> 1] ?? options - 1 },
    { name: 'the first on the page', choose: () => 0 },
    { name: 'the last that shows a value', choose: ({ values }) => values.findLastIndex(isNumber) },
    { name: 'always "none of these"', choose: ({ page }) => page.options.length - 1 },
    {
      name: 'never "none of these"',
      choose: ({ ranked }, chance) => ranked[chance.below(ranked.length)] ?? 0,
    },
    scored('most alike to the others', (sight) => distances(sight, sum).map(negative)),
    scored('most different from the others', (sight) => distances(sight, sum)),
    scored('nearest to another one', (sight) => distances(sight, least).map(negative)),
    scored('furthest from any other', (sight) => distances(sight, least)),
    scored('nearest to the mean', (sight) => toMean(sight).map(negative)),
    scored('the commonest digits', digitCounts),
    scored('the rarest digits', (sight) => digitCounts(sight).map(negative)),
    { name: 'the least form value', choose: ({ page }) => leastFormValue(page.options) },
  ];
}

const takeRank = (rank: number): Attack => ({
  name: `number ${rank + 1} in order`,
  choose: ({ ranked, page }) => ranked[rank] ?? page.options.length - 1,
});

const scored = (name: string, score: (sight: Sight) => readonly (number | null)[]): Attack => ({
  name,
  choose: (sight, chance) => highest(score(sight), chance),
});

const isNumber = (value: number | null): boolean => value !== null;
const negative = (score: number | null): number | null => (score === null ? null : -score);
const sum = (a: number, b: number): number => a + b;
const least = (a: number, b: number): number => Math.min(a, b);

function distances({ values }: Sight, combine: (a: number, b: number) => number): (number | null)[] {
  return values.map((value, place) => {
    if (value === null) return null;
    return values
      .flatMap((other, at) => (other === null || at === place ? [] : [Math.abs(other - value)]))
      .reduce(combine);
  });
}

function toMean({ values, ranked }: Sight): (number | null)[] {
  const total = values.reduce<number>((so_far, value) => so_far + (value ?? 0), 0);
  return values.map((value) => (value === null ? null : Math.abs(value - total / ranked.length)));
}

/** Each day is written once: there are fewer days than pages. */
const dates = new Map<number, string>();

function writtenDate(day: number): string {
  const text = dates.get(day) ?? isoDate(day);
  dates.set(day, text);
  return text;
}

/** How often the digits of each option occur, place by place, among all that are shown. */
function digitCounts({ values, page }: Sight): (number | null)[] {
  const write =
    page.kind === 'date_of_birth' ? writtenDate : (value: number) => String(value).padStart(2, '0');
  const texts = values.map((value) => (value === null ? null : write(value)));
  return texts.map((text) => {
    if (text === null) return null;
    let count = 0;
    for (const other of texts) {
      for (let at = 0; other !== null && at < text.length; at++) if (other[at] === text[at]) count++;
    }
    return count;
  });
}

function leastFormValue(options: Sight['page']['options']): number {
  const least = options.map(({ value }) => value).reduce((a, b) => (b < a ? b : a));
  return options.findIndex(({ value }) => value === least);
}
