import { candidatesOf } from '../../src/domain/candidates/candidates.ts';
import { EARLIEST_BIRTH } from '../../src/domain/facts/date-of-birth.ts';
import type { DigitRange, EndingKind, Fact, FactKind } from '../../src/domain/facts/fact.ts';
import { pseudoFact } from '../../src/domain/facts/pseudo-facts.ts';
import type { ValueList } from '../../src/domain/facts/value-list.ts';
import { makeQuestion } from '../../src/domain/questions/make-question.ts';
import { askableQuestions } from '../../src/domain/questions/projections.ts';
import type { QuestionKind } from '../../src/domain/questions/question.ts';
import { dayNumber } from '../../src/kernel/calendar.ts';
import type { KeyedStream } from '../../src/kernel/keyed-stream.ts';
import { customerBirth } from './prior-knowledge.ts';
import { solved } from './sight.ts';
import { clientRef, SECRET, seeded } from './simulated-clients.ts';
import { SUBJECTS } from './subjects.ts';

/*
 * Pages of strangers, clients that the operator's system does not know, beside pages of customers. Whoever could tell one from
 * the other would learn who is a customer.
 */

/** Customers, as an operator may have them, and what Countersign is told of them. */
export type Customers = {
  readonly name: string;
  readonly fact: (chance: KeyedStream) => Fact;
  /** The operator's lists, by the name of the kind. */
  readonly lists: ReadonlyMap<string, ValueList>;
};

const NONE: ReadonlyMap<string, ValueList> = new Map();
const FIRST_OF_2008 = dayNumber({ year: 2008, month: 1, day: 1 });

export const bornLike = (name: string, day: (chance: KeyedStream) => number): Customers => ({
  name,
  lists: NONE,
  fact: (chance) => ({ kind: 'date_of_birth', day: day(chance) }),
});

export const bornBetween =
  (from: number, before: number) =>
  (chance: KeyedStream): number => {
    const [first, end] = [from, before].map((year) => dayNumber({ year, month: 1, day: 1 }));
    return (first ?? 0) + chance.below((end ?? 0) - (first ?? 0));
  };

const endingIn = (kind: EndingKind, varied: readonly DigitRange[]): Customers => ({
  name: kind,
  lists: NONE,
  fact: (chance) => ({ kind, text: varied.map(() => chance.below(10)).join(''), varied }),
});

const FOUR_DIGITS: readonly DigitRange[] = ['any', 'any', 'any', 'any'];

/** As a list is in `SUBJECTS`, which the operator keeps under the name of the kind. */
function fromList(kind: 'city' | 'street' | 'postal_code'): Customers {
  const subject = SUBJECTS.find((each) => each.kind === kind);
  const sample = subject?.fact(seeded('a list'), 5);
  if (subject === undefined || sample?.kind !== kind || sample.among === null)
    throw new Error(`no list of ${kind}`);
  return { name: kind, lists: new Map([[kind, sample.among]]), fact: (chance) => subject.fact(chance, 5) };
}

/** Customers such as facts of nobody are made for, one of each kind that can be made up. */
export const USUAL_CUSTOMERS: readonly Customers[] = [
  bornLike('date_of_birth', (chance) => customerBirth(EARLIEST_BIRTH, FIRST_OF_2008, chance)),
  endingIn('account_number', FOUR_DIGITS),
  endingIn('card_number', FOUR_DIGITS),
  endingIn('phone_last_digits', FOUR_DIGITS),
  endingIn('national_id', FOUR_DIGITS),
  fromList('city'),
  fromList('street'),
  fromList('postal_code'),
  { name: 'year', lists: NONE, fact: (chance) => ({ kind: 'year', year: 1995 + chance.below(30) }) },
];

/** Customers of whom a page tells more: what an operator of such a business has to send facts of nobody for. */
export const OTHER_CUSTOMERS: readonly Customers[] = [
  bornLike('date_of_birth: born 1950 to 2000, each year alike', bornBetween(1950, 2001)),
  bornLike('date_of_birth: pensioners, born 1938 to 1960', bornBetween(1938, 1961)),
  bornLike('date_of_birth: students, born 2000 to 2007', bornBetween(2000, 2008)),
  {
    name: 'year: customers of a business of 2018',
    lists: NONE,
    fact: (chance) => ({ kind: 'year', year: 2018 + chance.below(8) }),
  },
  {
    name: 'national_id: CURP',
    lists: NONE,
    fact: (chance) => ({
      kind: 'national_id',
      text: `HXK${chance.below(10)}`,
      varied: [null, null, null, 'any'],
    }),
  },
];

/** What a page about somebody shows, in numbers: the options in order, how they stand, and how long they are. */
export type Look = Readonly<Record<string, number>>;

/** What pages about `count` customers, or about as many strangers, look like, for each question that can be asked. */
export function looksOf(
  { name, fact, lists }: Customers,
  who: 'customers' | 'strangers',
  count: number,
): ReadonlyMap<QuestionKind, readonly Look[]> {
  const chance = seeded(`${who}: ${name}`);
  const kind = fact(seeded(name)).kind;
  const looks = new Map<QuestionKind, Look[]>();
  for (let nth = 0; nth < count; nth++) {
    const ref = clientRef(who === 'customers' ? nth : count + nth);
    const about = who === 'customers' ? fact(chance) : madeUp(kind, `${name} ${nth}`, lists);
    const candidates = candidatesOf(SECRET, ref, about, 5);
    for (const question of askableQuestions(candidates)) {
      const page = makeQuestion(question, candidates, { noneOfThese: true, chance });
      const { ranked, values } = solved(page).sight;
      const inOrder = ranked.map((place) => values[place] ?? 0);
      const [least = 0, greatest = 0] = [inOrder[0], inOrder.at(-1)];
      const look = {
        questions: askableQuestions(candidates).length,
        options: page.options.length,
        'place of "none of these"': values.indexOf(null),
        'first on the page': values[0] ?? 0,
        least,
        middle: inOrder[inOrder.length >> 1] ?? 0,
        greatest,
        span: greatest - least,
        length: JSON.stringify(page.options.map(({ content }) => content)).length,
      };
      const all = looks.get(question) ?? [];
      looks.set(question, all);
      all.push(look);
    }
  }
  return looks;
}

function madeUp(kind: FactKind, name: string, lists: Customers['lists']): Fact {
  const fact = pseudoFact(kind, seeded(`a fact of nobody: ${name}`), lists);
  if (fact === null) throw new Error(`no ${kind} is made up`);
  return fact;
}

/** How many of each sample fall into each of so many classes, which are cut so that all together fill them alike. */
export function counted(
  one: readonly number[],
  other: readonly number[],
  classes: number,
): readonly [readonly number[], readonly number[]] {
  const all = [...one, ...other].sort((a, b) => a - b);
  const cuts = Array.from(
    { length: classes - 1 },
    (_, nth) => all[Math.floor(((nth + 1) * all.length) / classes)] ?? 0,
  );
  const count = (sample: readonly number[]): readonly number[] => {
    const counts = new Array<number>(classes).fill(0);
    for (const value of sample) {
      const at = classOf(value, cuts);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
  };
  return [count(one), count(other)];
}

const classOf = (value: number, cuts: readonly number[]): number => {
  const at = cuts.findIndex((cut) => value < cut);
  return at === -1 ? cuts.length : at;
};

const CLASSES = 30;

/**
 * How often somebody tells rightly whether one page is a customer's or a stranger's, half of them being each, who has learnt from as many
 * pages of either how often each look comes: the best of all looks, tried on pages that were not learnt from. Chance is 1/2.
 */
export function toldApart(customers: readonly Look[], strangers: readonly Look[]): number {
  const half = Math.min(customers.length, strangers.length) >> 1;
  const rates = Object.keys(customers[0] ?? {}).map((look) => {
    const of = (looks: readonly Look[]) => looks.map((each) => each[look] ?? 0);
    const [mine, theirs] = [of(customers), of(strangers)];
    const all = [...mine, ...theirs].sort((a, b) => a - b);
    const cuts = Array.from(
      { length: CLASSES - 1 },
      (_, nth) => all[Math.floor(((nth + 1) * all.length) / CLASSES)] ?? 0,
    );
    const score = new Array<number>(CLASSES).fill(0);
    for (let nth = 0; nth < half; nth++) {
      for (const [sample, weight] of [
        [mine, 1],
        [theirs, -1],
      ] as const) {
        const at = classOf(sample[nth] ?? 0, cuts);
        score[at] = (score[at] ?? 0) + weight;
      }
    }
    let right = 0;
    for (let nth = half; nth < 2 * half; nth++) {
      if ((score[classOf(mine[nth] ?? 0, cuts)] ?? 0) > 0) right++;
      if ((score[classOf(theirs[nth] ?? 0, cuts)] ?? 0) <= 0) right++;
    }
    return right / (2 * half);
  });
  return Math.max(...rates);
}
