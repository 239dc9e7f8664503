import type { ClientRef } from '../challenge/challenge.ts';
import type { Fact, FactKind } from '../facts/fact.ts';
import { blockOfBirth } from './birth-blocks.ts';
import { choicesOf, type Partition } from './partition.ts';

/*
 * Why a page tells an attacker nothing (perfect flatness: Juels and Rivest, "Honeywords", CCS 2013).
 *
 * Let a partition be the cut of a fact's whole domain into blocks of k values, with one value of each block marked as
 * left out. It is a function of (secret, client, fact kind, k). Let B be the block in which the truth t lies.
 *
 * 1. Every page about the fact is a function of (B with its mark, question kind, fresh randomness). The truth decides
 *    which block B is, and nothing more: the question kinds that may be asked depend on B, the one that is asked on
 *    (secret, client, fact kind, round), the order and the form values of the options on the fresh randomness.
 * 2. So for any two values a and b of B, and any pages P, of however many challenges,
 *    Pr(P | t = a) = Pr(P | t = b), and by Bayes' rule
 *    Pr(t = a | P) / Pr(t = b | P) = Pr(t = a) / Pr(t = b).
 *    The pages have left the attacker's own odds between the values of B as they were.
 * 3. Where these odds are even, each of the k values is right with probability 1/k. Without "none of these" all k are
 *    shown. With it, k - 1 are shown and it stands for the one left out, so that it too is right with probability 1/k.
 * 4. Within B no two values give the same answer to a question that is asked, so that each option stands for exactly
 *    one value, whatever the question; pages with different questions about one fact show the same k values.
 * 5. Only a verdict tells something: a wrong answer rules out its value. Of m answers to pages with one question, m/k
 *    of all guessers have found the right one. To limit m is what lockout and cap are for.
 *
 * What the proof does not cover, because no choice of decoys could: odds that were uneven beforehand (somebody who
 * knows the person's age better than to k years), and two different partitions of one truth (two secrets, two client
 * ids, two block sizes), whose blocks may have only the truth in common.
 */

/** The values that pages about one fact of one client may show: the block in which the truth lies. */
export type Candidates = {
  readonly fact: FactKind;
  /** All of the block, in ascending order: for a date of birth, day numbers. */
  readonly values: readonly number[];
  /** The one of them whose place "none of these" takes, where that is offered. */
  readonly leftOut: number;
  /** The one of them that is true; may be the one left out. */
  readonly truth: number;
};

const SMALLEST_BLOCK = 4;
const LARGEST_BLOCK = 10;

/**
 * The candidates for one fact: the same for every value of their block, and for every challenge.
 * @param secret 32 bytes that serve nothing but candidates and questions. Another secret draws other blocks.
 * @param size values in a block, 4 to 10: the number of options of a question. A client's fact must always be asked
 *   with the same size.
 * @throws RangeError for another size, or a fact that no parser accepted.
 */
export function candidatesOf(secret: Uint8Array, client: ClientRef, fact: Fact, size: number): Candidates {
  if (!Number.isInteger(size) || size < SMALLEST_BLOCK || size > LARGEST_BLOCK) {
    throw new RangeError('a block has 4 to 10 values');
  }
  const partition: Partition = { secret, client, fact: fact.kind, size };
  const values = blockOfBirth(partition, fact.day);
  const [first] = values;
  if (first === undefined || !values.includes(fact.day)) throw new RangeError('no parser accepted this fact');
  const leftOut = values[choicesOf(partition, 'left_out', first).below(size)] ?? first;
  return { fact: fact.kind, values, leftOut, truth: fact.day };
}
