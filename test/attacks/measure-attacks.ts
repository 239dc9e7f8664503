import type { KeyedStream } from '../../src/kernel/keyed-stream.ts';
import type { Attack, Solved } from './sight.ts';
import type { Tally } from './tally.ts';

export type Measured = {
  /** By the attack's name, how often it was right. */
  readonly tallies: ReadonlyMap<string, Tally>;
  /** How often the right option stood at each place of the page. */
  readonly rightPlaces: readonly number[];
};

/** Attacks at work on one client after the other, and how often each was right so far. */
export class AttacksAtWork {
  readonly #attacks: readonly Attack[];
  readonly #chance: KeyedStream;
  readonly #hits: number[];
  readonly #rightPlaces: number[] = [];
  #tries = 0;

  constructor(attacks: readonly Attack[], chance: KeyedStream) {
    this.#attacks = attacks;
    this.#chance = chance;
    this.#hits = attacks.map(() => 0);
  }

  /** Lets each attack choose once. */
  attack({ sight, right }: Solved): void {
    this.#tries++;
    this.#rightPlaces[right] = (this.#rightPlaces[right] ?? 0) + 1;
    for (const [nth, attack] of this.#attacks.entries()) {
      if (attack.choose(sight, this.#chance) === right) this.#hits[nth] = (this.#hits[nth] ?? 0) + 1;
      attack.learn?.(sight, right);
    }
  }

  measured(): Measured {
    const tallies = new Map(
      this.#attacks.map(({ name }, nth) => [name, { tries: this.#tries, right: this.#hits[nth] ?? 0 }]),
    );
    return { tallies, rightPlaces: [...this.#rightPlaces] };
  }
}

/** Lets each attack choose once on each client, one client after the other. */
export function measureAttacks(
  attacks: readonly Attack[],
  clients: Iterable<Solved>,
  chance: KeyedStream,
): Measured {
  const atWork = new AttacksAtWork(attacks, chance);
  for (const client of clients) atWork.attack(client);
  return atWork.measured();
}

/** The attack that was right most often. */
export function bestOf(tallies: ReadonlyMap<string, Tally>): readonly [name: string, Tally] {
  const [best] = [...tallies].sort(([, a], [, b]) => b.right / b.tries - a.right / a.tries);
  if (best === undefined) throw new Error('no attack was tried');
  return best;
}
