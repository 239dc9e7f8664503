import { LearntAttack } from './learnt-attack.ts';
import { AttacksAtWork, type Measured } from './measure-attacks.ts';
import { memoryAttacks } from './memory-attacks.ts';
import { pageAttacks } from './page-attacks.ts';
import { type Attack, solved } from './sight.ts';
import { seeded } from './simulated-clients.ts';
import { askedOf, knowsPopularity, type Subject } from './subjects.ts';

/** What became of the attacks on one kind of question. */
export type MeasuredKind = Measured & {
  /** How often the truth had each rank among the block's sorted values, "none of these" aside. */
  readonly rightRanks: readonly number[];
};

type Options = {
  /** Options of a question. */
  readonly size?: number;
  /** The number of the first client: who begins further on attacks other people. */
  readonly first?: number;
  /** The name of the one attack that is let loose; null: all of them. */
  readonly only?: string | null;
};

/** One kind of question and those who attack it, each of whom saw earlier pages of the client about the same fact. */
export class KindUnderAttack {
  readonly #subject: Subject;
  readonly #size: number;
  readonly #chance: ReturnType<typeof seeded>;
  readonly #atWork: AttacksAtWork;
  readonly #rightRanks: number[];
  #next: number;

  constructor(subject: Subject, { size = 5, first = 0, only = null }: Options = {}) {
    this.#subject = subject;
    this.#size = size;
    this.#next = first;
    this.#chance = seeded(`${subject.name}, ${size} options, from ${first} on`);
    const attacks = attacksOn(subject, size).filter(({ name }) => only === null || name === only);
    this.#atWork = new AttacksAtWork(attacks, this.#chance);
    this.#rightRanks = new Array<number>(size - 1).fill(0);
  }

  /** Goes on with so many more clients. */
  attack(clients: number): void {
    for (const end = this.#next + clients; this.#next < end; this.#next++) {
      const asked = { size: this.#size, noneOfThese: true, chance: this.#chance };
      const fact = this.#subject.fact(this.#chance, this.#size);
      const { page, earlier } = askedOf(this.#subject, fact, this.#next, asked);
      const client = solved(page, earlier);
      this.#atWork.attack(client);
      const rank = client.sight.ranked.indexOf(client.right);
      if (rank >= 0) this.#rightRanks[rank] = (this.#rightRanks[rank] ?? 0) + 1;
    }
  }

  measured(): MeasuredKind {
    return { ...this.#atWork.measured(), rightRanks: [...this.#rightRanks] };
  }
}

/** Every attack that there is on a kind of question. */
function attacksOn({ prior }: Subject, size: number): readonly Attack[] {
  const known = prior === null ? [] : [knowsPopularity(prior)];
  return [...pageAttacks(size), ...memoryAttacks, new LearntAttack(), ...known];
}
