import type { KeyedStream } from '../../src/kernel/keyed-stream.ts';
import type { Attack, Solved } from './sight.ts';
import type { Tally } from './tally.ts';

export type Measured = {
  /** By the attack's name, how often it was right. */
  readonly tallies: ReadonlyMap<string, Tally>;
  /** How often the right option stood at each place of the page. */
  readonly rightPlaces: readonly number[];
};

/** Lets each attack choose once on each client, one client after the other. */
export function measureAttacks(
  attacks: readonly Attack[],
  clients: Iterable<Solved>,
  chance: KeyedStream,
): Measured {
  const hits = new Array<number>(attacks.length).fill(0);
  const rightPlaces: number[] = [];
  let tries = 0;
  for (const { sight, right } of clients) {
    tries++;
    rightPlaces[right] = (rightPlaces[right] ?? 0) + 1;
    for (const [nth, attack] of attacks.entries()) {
      if (attack.choose(sight, chance) === right) hits[nth] = (hits[nth] ?? 0) + 1;
      attack.learn?.(sight, right);
    }
  }
  const tallies = new Map(attacks.map(({ name }, nth) => [name, { tries, right: hits[nth] ?? 0 }]));
  return { tallies, rightPlaces };
}
