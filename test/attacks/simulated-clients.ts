import { divideOf } from '../../src/domain/candidates/birth-blocks.ts';
import { type Candidates, candidatesOf } from '../../src/domain/candidates/candidates.ts';
import type { ClientRef } from '../../src/domain/challenge/challenge.ts';
import { EARLIEST_BIRTH } from '../../src/domain/facts/date-of-birth.ts';
import { sha256 } from '../../src/kernel/digest.ts';
import { KeyedStream } from '../../src/kernel/keyed-stream.ts';

/** Chosen once, before anything was measured with it. */
export const SECRET = sha256('the secret of the simulated service');

/** The chance of a simulation: another one for each purpose, the same in each run. */
export const seeded = (purpose: string): KeyedStream => new KeyedStream(sha256(`simulation: ${purpose}`));

/** The pseudonym of the simulated client `nth`. */
export const clientRef = (nth: number): ClientRef =>
  // Of the form that pseudonyms have.
  nth.toString(16).padStart(32, '0') as ClientRef;

/** A day from 1900 to the divide, each equally likely: the prior under which 1/k is exact. */
export const anyBirth = (size: number, chance: KeyedStream): number =>
  EARLIEST_BIRTH + chance.below(divideOf(size) - EARLIEST_BIRTH);

/** The candidates of `count` clients, born on the days that `birth` gives. */
export function simulatedCandidates(count: number, size: number, birth: () => number): readonly Candidates[] {
  return Array.from({ length: count }, (_, nth) =>
    candidatesOf(SECRET, clientRef(nth), { kind: 'date_of_birth', day: birth() }, size),
  );
}
