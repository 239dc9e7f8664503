import { type Candidates, candidatesOf } from '../../src/domain/candidates/candidates.ts';
import { EARLIEST_BIRTH } from '../../src/domain/facts/date-of-birth.ts';
import { makeQuestion } from '../../src/domain/questions/make-question.ts';
import { dayNumber } from '../../src/kernel/calendar.ts';
import { apparentAge, customerBirth, customers, type Prior } from './prior-knowledge.ts';
import { highest, solved } from './sight.ts';
import { clientRef, SECRET, seeded } from './simulated-clients.ts';

/*
 * Somebody who knew something beforehand keeps that advantage, whatever decoys are shown. A flat page adds nothing to
 * it: they are right as often as their own odds between the values of the block say, and no more often.
 */

/** How often an attacker is right who takes the likeliest value shown, and how often their own odds say so. */
export type MeasuredPrior = {
  readonly right: number;
  readonly expected: number;
  /** Of `right`, where the odds are as they say. */
  readonly standardError: number;
};

/** What somebody knows of everybody, and of one person: within how many years they tell an age; null: not at all. */
export const KNOWN_AGES: readonly (number | null)[] = [null, 10, 5, 2];

const LATEST = dayNumber({ year: 2008, month: 1, day: 1 });

/** The simulated clients, born as a business's customers are, and those who know their ages to within `years`. */
export class PriorUnderAttack {
  readonly #years: number | null;
  readonly #size: number;
  readonly #births = seeded('births of customers');
  readonly #chance: ReturnType<typeof seeded>;
  readonly #ages: ReturnType<typeof seeded>;
  #clients = 0;
  #right = 0;
  #expected = 0;
  #variance = 0;

  constructor(years: number | null, size = 5) {
    this.#years = years;
    this.#size = size;
    this.#chance = seeded(`pages for apparent ages within ${years} years`);
    this.#ages = seeded(`apparent age within ${years} years`);
  }

  /** Goes on with so many more clients. */
  attack(clients: number): void {
    for (let nth = 0; nth < clients; nth++) {
      const day = customerBirth(EARLIEST_BIRTH, LATEST, this.#births);
      const fact = { kind: 'date_of_birth', day } as const;
      this.#take(candidatesOf(SECRET, clientRef(this.#clients), fact, this.#size));
      this.#clients++;
    }
  }

  #take(candidates: Candidates): void {
    const prior = this.#priorOf(candidates);
    const page = solved(
      makeQuestion('date_of_birth', candidates, { noneOfThese: false, chance: this.#chance }),
    );
    const odds = page.sight.values.map((day) => (day === null ? 0 : prior(day)));
    const likeliest = Math.max(...odds) / odds.reduce((sum, each) => sum + each, 0);
    this.#expected += likeliest;
    this.#variance += likeliest * (1 - likeliest);
    if (highest(odds, this.#chance) === page.right) this.#right++;
  }

  #priorOf({ truth }: Candidates): Prior {
    if (this.#years === null) return customers;
    const apparent = apparentAge(truth, this.#years, this.#ages);
    return (day) => customers(day) * apparent(day);
  }

  measured(): MeasuredPrior {
    return {
      right: this.#right / this.#clients,
      expected: this.#expected / this.#clients,
      standardError: Math.sqrt(this.#variance) / this.#clients,
    };
  }
}
