import { candidatesOf } from '../../src/domain/candidates/candidates.ts';
import { makeQuestion } from '../../src/domain/questions/make-question.ts';
import type { ChoiceQuestion, QuestionKind } from '../../src/domain/questions/question.ts';
import type { KeyedStream } from '../../src/kernel/keyed-stream.ts';
import { LearntAttack } from '../../test/attacks/learnt-attack.ts';
import { AttacksAtWork, bestOf } from '../../test/attacks/measure-attacks.ts';
import { memoryAttacks } from '../../test/attacks/memory-attacks.ts';
import { pageAttacks } from '../../test/attacks/page-attacks.ts';
import { referenceQuestion } from '../../test/attacks/reference-decoys.ts';
import { type Attack, solved } from '../../test/attacks/sight.ts';
import { anyBirth, clientRef, SECRET, seeded } from '../../test/attacks/simulated-clients.ts';
import type { Tally } from '../../test/attacks/tally.ts';
import type { Table } from '../harness/context.ts';
import { CHANCE, inPortions, OPTIONS, type Progress, shownRate, shownShare } from './shown.ts';

/*
 * Guessers who know all that pages show and nothing else, on the pages of this service, and on pages made as the reference
 * makes them.
 */

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

/** What the reference was measured to give away, for a picture. */
export const MEASURED_OF_REFERENCE: readonly { readonly label: string; readonly percent: number }[] =
  SETTINGS.flatMap(({ kind, pages, known }) =>
    known === null
      ? []
      : [{ label: `${kind}, ${pages} page${pages === 1 ? '' : 's'}`, percent: known.percent }],
  );

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

/** @param clients simulated for each row; the same ones each time. */
export async function besideReference(clients: number, progress: Progress): Promise<Table> {
  const rows: string[][] = [];
  for (const [nth, setting] of SETTINGS.entries()) {
    const part = (half: number) => (share: number) =>
      progress((nth + (half + share) / 2) / SETTINGS.length, `${setting.kind}, pages: ${setting.pages}`);
    const here = await talliesOf(setting, ourPages(setting.kind), clients, part(0));
    const there = await talliesOf(setting, referencePages(setting.kind), clients, part(1));
    rows.push(...rowsFor(setting, here, there));
  }
  return {
    name: 'beside_reference',
    caption: `Right guesses in percent, over ${clients.toLocaleString('en')} simulated clients, ± one standard error. Chance is ${shownShare(CHANCE)}`,
    head: ['question', 'pages seen', 'attack', 'reference, as measured', 'reference, simulated', 'here'],
    rows,
  };
}

type Tallies = ReadonlyMap<string, Tally>;

function rowsFor({ kind, pages, known }: Setting, here: Tallies, there: Tallies): string[][] {
  const [best, theirBest] = [bestOf(here), bestOf(there)];
  const row = (...cells: readonly string[]): string[] => [kind, String(pages), ...cells];
  const named =
    known === null
      ? []
      : [row(known.attack, `${known.percent} %`, of(there, known.attack), of(here, known.attack))];
  const bests = [theirBest, best].map(([name, tally]) => `${shownRate(tally)} (${name})`);
  return [...named, row(`the best of ${here.size}`, '–', ...bests)];
}

async function talliesOf(
  { kind, pages }: Setting,
  asker: Asker,
  clients: number,
  progress: (share: number) => void,
): Promise<Tallies> {
  // One stream for each table cell, so that cells can be measured alone and come out the same.
  const chance = seeded(`attacks: ${kind}, ${pages} pages`);
  const attacks: readonly Attack[] =
    pages === 1 ? [...pageAttacks(OPTIONS), new LearntAttack()] : memoryAttacks;
  const atWork = new AttacksAtWork(attacks, chance);
  let nth = 0;
  await inPortions(clients, progress, (count) => {
    for (const end = nth + count; nth < end; nth++) {
      const ask = asker(nth, chance);
      const earlier = Array.from({ length: pages - 1 }, ask);
      atWork.attack(solved(ask(), earlier));
    }
  });
  return atWork.measured().tallies;
}

function of(tallies: Tallies, attack: string): string {
  const tally = tallies.get(attack);
  if (tally === undefined) throw new Error(`no attack is called "${attack}"`);
  return shownRate(tally);
}
