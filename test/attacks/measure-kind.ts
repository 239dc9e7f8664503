import { LearntAttack } from './learnt-attack.ts';
import { measureAttacks } from './measure-attacks.ts';
import { memoryAttacks } from './memory-attacks.ts';
import { pageAttacks } from './page-attacks.ts';
import { type Solved, solved } from './sight.ts';
import { seeded } from './simulated-clients.ts';
import { askedOf, knowsPopularity, type Subject } from './subjects.ts';
import { rate, standardError, type Tally } from './tally.ts';

/** What became of every attack on one kind of question. */
export type MeasuredKind = {
  readonly name: string;
  readonly clients: number;
  /** How often a guess is right by chance. */
  readonly chance: number;
  readonly standardError: number;
  /** The attack that was right most often, and how often it was. */
  readonly best: { readonly attack: string; readonly rate: number };
  readonly tallies: ReadonlyMap<string, Tally>;
  readonly rightPlaces: readonly number[];
  /** How often the truth had each rank among the block's sorted values, "none of these" aside. */
  readonly rightRanks: readonly number[];
};

/**
 * Lets every attack loose on `clients` clients, each of whom was shown the question once before.
 * @param size options of a question.
 */
export function measureKind(subject: Subject, clients: number, size = 5): MeasuredKind {
  const chance = seeded(`${subject.name}, ${size} options`);
  const rightRanks = new Array<number>(size - 1).fill(0);
  const pages = function* (): Generator<Solved> {
    for (let nth = 0; nth < clients; nth++) {
      const fact = subject.fact(chance, size);
      const page = askedOf(subject, fact, nth, { size, noneOfThese: true, chance });
      const each = solved(page, [askedAgain(page)]);
      const rank = each.sight.ranked.indexOf(each.right);
      if (rank >= 0) rightRanks[rank] = (rightRanks[rank] ?? 0) + 1;
      yield each;
    }
  };
  const attacks = [...pageAttacks(size), ...memoryAttacks, new LearntAttack()];
  if (subject.prior !== null) attacks.push(knowsPopularity(subject.prior));
  const { tallies, rightPlaces } = measureAttacks(attacks, pages(), chance);
  const [first = ['none', { tries: 1, right: 0 }] as const] = [...tallies].sort(
    ([, a], [, b]) => rate(b) - rate(a),
  );
  return {
    name: subject.name,
    clients,
    chance: 1 / size,
    standardError: standardError({ tries: clients, right: 0 }, 1 / size),
    best: { attack: first[0], rate: rate(first[1]) },
    tallies,
    rightPlaces,
    rightRanks,
  };
}

/** What an earlier page showed: the same options in another order (test/properties shows that it is so). */
const askedAgain = (page: Parameters<typeof solved>[0]): typeof page => ({
  ...page,
  options: page.options.toReversed(),
});
