import { candidatesOf } from '../src/domain/candidates/candidates.ts';
import { makeQuestion } from '../src/domain/questions/make-question.ts';
import type { ChoiceQuestion, QuestionKind } from '../src/domain/questions/question.ts';
import type { KeyedStream } from '../src/kernel/keyed-stream.ts';
import { LearntAttack } from '../test/attacks/learnt-attack.ts';
import { measureAttacks } from '../test/attacks/measure-attacks.ts';
import { memoryAttacks } from '../test/attacks/memory-attacks.ts';
import { pageAttacks } from '../test/attacks/page-attacks.ts';
import { referenceQuestion } from '../test/attacks/reference-decoys.ts';
import type { Attack, Solved } from '../test/attacks/sight.ts';
import { solved } from '../test/attacks/sight.ts';
import { anyBirth, clientRef, SECRET, seeded } from '../test/attacks/simulated-clients.ts';
import { rate, standardError, type Tally } from '../test/attacks/tally.ts';
import type { Bench, Outcome, Table } from './harness/context.ts';
import { outcomeText } from './report/console-text.ts';

/*
 * How often guessers are right, who know all that pages show and nothing else: on the pages of this service, and on
 * pages made as the reference makes them. Run alone, it prints the table.
 */

const OPTIONS = 5;
const CHANCE = 1 / OPTIONS;
const CLIENTS_RUN_ALONE = 100_000;

type Setting = {
  readonly kind: QuestionKind;
  /** Pages that the guesser sees of each client, the last of which they answer. */
  readonly pages: number;
  /** The attack that was measured against the reference, and how often it was right there, in percent. */
  readonly known: { readonly attack: string; readonly percent: number } | null;
};

const SETTINGS: readonly Setting[] = [
  { kind: 'date_of_birth', pages: 1, known: { attack: 'the middle one', percent: 34.5 } },
  { kind: 'birth_month_plus_day', pages: 1, known: { attack: 'the largest', percent: 79.7 } },
  { kind: 'date_of_birth', pages: 2, known: { attack: 'shown most often', percent: 80.6 } },
  { kind: 'birth_month_plus_day', pages: 2, known: null },
  {
    kind: 'date_of_birth',
    pages: 5,
    known: { attack: 'the value that recurs, else "none of these"', percent: 99.9 },
  },
  { kind: 'birth_month_plus_day', pages: 5, known: null },
];

type Asker = (nth: number, chance: KeyedStream) => () => ChoiceQuestion;

const ourPages =
  (kind: QuestionKind): Asker =>
  (nth, chance) => {
    const day = anyBirth(OPTIONS, chance);
    const candidates = candidatesOf(SECRET, clientRef(nth), { kind: 'date_of_birth', day }, OPTIONS);
    return () => makeQuestion(kind, candidates, { noneOfThese: true, chance });
  };

const referencePages =
  (kind: QuestionKind): Asker =>
  (_nth, chance) => {
    const birth = anyBirth(OPTIONS, chance);
    return () => referenceQuestion(kind, birth, chance);
  };

/** @param clients simulated for each setting; the same ones each time. */
function attackTable(clients: number, progress: (text: string) => void = () => undefined): Table {
  return {
    name: 'attacks',
    caption: `Right guesses in percent, over ${clients.toLocaleString('en')} simulated clients, ± one standard error. Chance is ${shown(CHANCE)}`,
    head: ['question', 'pages seen', 'attack', 'reference, as measured', 'reference, simulated', 'here'],
    rows: SETTINGS.flatMap((setting) => {
      progress(`${setting.kind}, ${setting.pages} pages`);
      return rowsFor(setting, clients);
    }),
  };
}

function rowsFor(setting: Setting, clients: number): string[][] {
  const here = talliesOf(setting, ourPages(setting.kind), clients);
  const there = talliesOf(setting, referencePages(setting.kind), clients);
  const [best, theirBest] = [bestOf(here), bestOf(there)];
  const { known } = setting;
  const row = (attack: string, measured: string, reference: string, ours: string): string[] => [
    setting.kind,
    String(setting.pages),
    attack,
    measured,
    reference,
    ours,
  ];
  const named =
    known === null
      ? []
      : [row(known.attack, `${known.percent} %`, of(there, known.attack), of(here, known.attack))];
  const count = `the best of ${here.size}`;
  return [
    ...named,
    row(count, '–', `${shownTally(theirBest[1])} (${theirBest[0]})`, `${shownTally(best[1])} (${best[0]})`),
  ];
}

function talliesOf({ kind, pages }: Setting, asker: Asker, clients: number): ReadonlyMap<string, Tally> {
  // One stream for each table cell, so that cells can be measured alone and come out the same.
  const chance = seeded(`attacks: ${kind}, ${pages} pages`);
  const attacks: readonly Attack[] =
    pages === 1 ? [...pageAttacks(OPTIONS), new LearntAttack()] : memoryAttacks;
  return measureAttacks(attacks, solvedPages(asker, pages, clients, chance), chance).tallies;
}

function* solvedPages(asker: Asker, pages: number, clients: number, chance: KeyedStream): Generator<Solved> {
  for (let nth = 0; nth < clients; nth++) {
    const ask = asker(nth, chance);
    const earlier = Array.from({ length: pages - 1 }, ask);
    yield solved(ask(), earlier);
  }
}

function bestOf(tallies: ReadonlyMap<string, Tally>): readonly [name: string, Tally] {
  const [best] = [...tallies].sort(([, a], [, b]) => rate(b) - rate(a));
  if (best === undefined) throw new Error('no attack was tried');
  return best;
}

function of(tallies: ReadonlyMap<string, Tally>, attack: string): string {
  const tally = tallies.get(attack);
  if (tally === undefined) throw new Error(`no attack is called "${attack}"`);
  return shownTally(tally);
}

const shown = (share: number): string => `${(100 * share).toFixed(1)} %`;
const shownTally = (tally: Tally): string =>
  `${(100 * rate(tally)).toFixed(1)} ± ${(100 * standardError(tally, rate(tally))).toFixed(2)} %`;

export const attacks: Bench = {
  name: 'attacks',
  about: 'how often guessers are right, here and at the reference',
  run: async ({ effort, progress }): Promise<Outcome> => ({
    figures: [],
    tables: [attackTable(effort.attacked, progress)],
  }),
};

if (import.meta.main) {
  const table = attackTable(CLIENTS_RUN_ALONE, (text) => console.error(text));
  console.log(outcomeText({ figures: [], tables: [table] }));
}
