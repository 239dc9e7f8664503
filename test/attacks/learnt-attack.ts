import { civilDate } from '../../src/kernel/calendar.ts';
import { type Attack, highest, type Sight } from './sight.ts';

/**
 * An attacker who is told the answer of each page afterwards, and knows for each look of an option how often it was
 * right so far.
 * The look is where the option stands among the others by value, by time of year, by day of the month, by
 * closeness to the others, and on the page.
 */
export class LearntAttack implements Attack {
  readonly name = 'learnt from the pages before';
  readonly #right = new Map<string, number>();
  readonly #seen = new Map<string, number>();

  learn(sight: Sight, rightPlace: number): void {
    for (const [place, look] of looks(sight).entries()) {
      this.#seen.set(look, (this.#seen.get(look) ?? 0) + 1);
      if (place === rightPlace) this.#right.set(look, (this.#right.get(look) ?? 0) + 1);
    }
  }

  choose(sight: Sight, chance: Parameters<Attack['choose']>[1]): number {
    const scores = looks(sight).map((look) => {
      // Two more, one in five right: a look seen once tells little.
      const seen = (this.#seen.get(look) ?? 0) + 10;
      return ((this.#right.get(look) ?? 0) + 2) / seen;
    });
    return highest(scores, chance);
  }
}

function looks({ page, values, ranked }: Sight): string[] {
  if (page.kind !== 'date_of_birth') {
    return values.map((value, place) =>
      value === null ? 'none of these' : `${ranked.indexOf(place)} ${value}`,
    );
  }
  const byDay = rankBy(values, (day) => civilDate(day).day);
  const byTimeOfYear = rankBy(values, (day) => civilDate(day).month * 31 + civilDate(day).day);
  return values.map((value, place) => {
    if (value === null) return 'none of these';
    const rank = ranked.indexOf(place);
    return `${rank} ${byDay[place]} ${byTimeOfYear[place]}`;
  });
}

function rankBy(values: readonly (number | null)[], key: (value: number) => number): number[] {
  const keys = values.map((value) => (value === null ? Number.POSITIVE_INFINITY : key(value)));
  return keys.map((mine) => keys.filter((other) => other < mine).length);
}
