import { unreachable } from '../../kernel/result.ts';
import type { ClientRef } from '../challenge/challenge.ts';
import type { Fact, FactKind } from '../facts/fact.ts';
import { blockOfBirth } from './birth-blocks.ts';
import { countOfEndings, type Domain, FIRST_YEAR, LAST_YEAR, type Placed, placed } from './domain-of-fact.ts';
import { type Block, blockOfAlike, blockOfListed, blockOfNeighbours } from './keyed-frames.ts';
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
 * Where a domain cannot be cut into equal blocks, or its values have known odds, a value may lie in several blocks, and
 * the key alone chooses among them (wheel.ts). Then 1 holds of the block's odds instead of the block: given B, each of
 * its values is equally likely before the page is made, and the page is a function of B as above.
 *
 * What the proof does not cover, because no choice of decoys could: odds that were uneven beforehand and that nobody
 * named (somebody who knows the person's age better than to k years), and two different partitions of one truth (two
 * secrets, two client ids, two block sizes, two lists), whose blocks may have only the truth in common.
 */

/** The values that pages about one fact of one client may show: the block in which the truth lies. */
export type Candidates = {
  readonly fact: FactKind;
  /** What the numbers below stand for. */
  readonly domain: Domain;
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
 * The candidates for one fact: the same for every challenge.
 * @param secret 32 bytes that serve nothing but candidates and questions. Another secret draws other blocks.
 * @param size values in a block, 4 to 10: the number of options of a question. A client's fact must always be asked
 *   with the same size.
 * @throws RangeError for another size, a fact that no parser accepted, or one that `choiceFault` refuses.
 */
export function candidatesOf(secret: Uint8Array, client: ClientRef, fact: Fact, size: number): Candidates {
  if (!Number.isInteger(size) || size < SMALLEST_BLOCK || size > LARGEST_BLOCK) {
    throw new RangeError('a block has 4 to 10 values');
  }
  const at = placed(fact);
  if (at === null) throw new RangeError('this fact can only be typed');
  const partition: Partition = { secret, client, fact: fact.kind, size };
  const { values, name } = blockOf(partition, at);
  if (!values.includes(at.truth)) throw new RangeError('no parser accepted this fact');
  const leftOut = values[choicesOf(partition, 'left_out', name).below(size)] ?? at.truth;
  return { fact: fact.kind, domain: at.domain, values, leftOut, truth: at.truth };
}

/** In ascending order. */
function blockOf(partition: Partition, { domain, truth }: Placed): Block {
  switch (domain.type) {
    case 'dates': {
      const values = blockOfBirth(partition, truth);
      return { values, name: values[0] ?? 0 };
    }
    case 'years':
      return ascending(
        blockOfNeighbours(partition, truth - FIRST_YEAR, LAST_YEAR - FIRST_YEAR + 1),
        FIRST_YEAR,
      );
    case 'endings':
      return ascending(blockOfAlike(partition, truth, countOfEndings(domain.varied)));
    case 'list':
      return ascending(
        domain.popularity === null
          ? blockOfAlike(partition, truth, domain.values.length)
          : blockOfListed(partition, truth, domain.popularity),
      );
    case 'amounts':
      return ascending(blockOfNeighbours(partition, truth, domain.bounds.length - 1));
    default:
      return unreachable(domain);
  }
}

const ascending = ({ values, name }: Block, first = 0): Block => ({
  values: values.map((value) => first + value).sort((a, b) => a - b),
  name,
});

/**
 * Why a fact cannot be asked by choice, as the end of a sentence about it; null where it can. Looks at what was given
 * beside the value, and at the value only where every page would show it anyway.
 */
export function choiceFault(fact: Fact, size: number): string | null {
  const at = placed(fact);
  if (at === null) return fact.kind === 'year' ? TOO_RECENT : NO_LIST;
  const { domain } = at;
  if (domain.type === 'endings' && countOfEndings(domain.varied) < size) return TOO_FEW_DIGITS;
  if (domain.type === 'amounts' && domain.bounds.length - 1 < size) return `has fewer than ${size} bands`;
  if (domain.type !== 'list') return null;
  if (domain.values.length < size) return `has a list of fewer than ${size} values: ask it typed`;
  const [commonest = 0] = domain.popularity ?? [];
  const all = domain.popularity?.reduce((sum, each) => sum + each, 0) ?? 0;
  return commonest * size > all ? `has a value likelier than 1 in ${size}: ask it typed` : null;
}

const NO_LIST = 'has no list from which options could be taken: name or bring one, or ask it typed';
const TOO_RECENT = `is after ${LAST_YEAR}, which no options can hide: ask it typed`;
const TOO_FEW_DIGITS = 'ends in too few digits for options: ask it typed';
