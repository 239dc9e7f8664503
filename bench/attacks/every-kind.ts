import { bestOf } from '../../test/attacks/measure-attacks.ts';
import { KindUnderAttack } from '../../test/attacks/measure-kind.ts';
import { SUBJECTS, type Subject } from '../../test/attacks/subjects.ts';
import { excess, rate, standardError, type Tally } from '../../test/attacks/tally.ts';
import type { Picture, Table } from '../harness/context.ts';
import { type Figure, figure } from '../harness/figure.ts';
import { barChart } from '../report/bar-chart.ts';
import { MEASURED_OF_REFERENCE } from './beside-reference.ts';
import { CHANCE, inPortions, OPTIONS, type Progress, shownRate, shownShare } from './shown.ts';

/** The best attack on one kind of question, found on some clients and tried again on as many others. */
export type Attacked = {
  readonly subject: Subject;
  readonly attacks: number;
  readonly attack: string;
  /** Where it was the best of all: by chance alone, the best of many is above chance. */
  readonly found: Tally;
  /** Where nothing was chosen: what the attack is worth. */
  readonly tried: Tally;
};

/** @param clients of each kind of question, twice. */
export async function attackEveryKind(clients: number, progress: Progress): Promise<readonly Attacked[]> {
  const attacked: Attacked[] = [];
  for (const [nth, subject] of SUBJECTS.entries()) {
    const part = (half: number) => (share: number) =>
      progress((nth + (half + share) / 2) / SUBJECTS.length, subject.name);
    const all = new KindUnderAttack(subject, { size: OPTIONS });
    await inPortions(clients, part(0), (count) => all.attack(count));
    const { tallies } = all.measured();
    const [attack, found] = bestOf(tallies);
    const again = new KindUnderAttack(subject, { size: OPTIONS, first: clients, only: attack });
    await inPortions(clients, part(1), (count) => again.attack(count));
    const [, tried] = bestOf(again.measured().tallies);
    attacked.push({ subject, attacks: tallies.size, attack, found, tried });
  }
  return attacked;
}

export function kindsTable(attacked: readonly Attacked[]): Table {
  const clients = attacked[0]?.found.tries ?? 0;
  return {
    name: 'every_kind',
    caption: `The best attack on each kind of question, found on ${clients.toLocaleString('en')} simulated clients and tried again on as many others, ± one standard error. Chance is ${shownShare(CHANCE)}; ${shownShare(bound(clients))} is three standard errors above it`,
    head: [
      'fact and question',
      'attacks',
      'the best of them',
      'right where it was found',
      'right where it was tried again',
      'above chance, in standard errors',
    ],
    rows: [
      ...attacked.map(({ subject, attacks, attack, found, tried }) => [
        subject.name,
        String(attacks),
        attack,
        shownRate(found),
        shownRate(tried),
        signed(excess(tried, CHANCE)),
      ]),
      ['text', '–', 'typed only: the page shows no value', '–', '–', '–'],
    ],
  };
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;

const bound = (clients: number): number =>
  CHANCE + 3 * standardError({ tries: Math.max(1, clients), right: 0 }, CHANCE);

/** The one figure that must stay where it is. */
export const mostAboveChance = (attacked: readonly Attacked[]): Figure =>
  figure({
    name: 'attacks.most_above_chance',
    label: 'standard errors above chance, of the attack furthest above it',
    unit: 'each',
    better: 'lower',
    values: [Math.max(...attacked.map(({ tried }) => excess(tried, CHANCE)))],
    // The largest of some twenty that are right by chance is beyond this once in a thousand runs.
    goal: 4,
  });

export function kindsPicture(attacked: readonly Attacked[]): Picture {
  const most = 100 * bound(attacked[0]?.tried.tries ?? 0);
  const bar = (label: string, values: readonly number[]): Figure =>
    figure({ name: label, label, unit: '%', better: 'lower', values, goal: most });
  const theirs = MEASURED_OF_REFERENCE.map(({ label, percent }) => bar(`Reference: ${label}`, [percent]));
  const ours = attacked.map(({ subject, tried }) => {
    const [right, error] = [100 * rate(tried), 100 * standardError(tried, rate(tried))];
    return bar(`Here: ${subject.name}`, [right - error, right, right + error]);
  });
  const caption = 'Right guesses in percent by the best attack, here and at the reference';
  return {
    name: 'attacks',
    caption: `${caption}; dashed: three standard errors above chance`,
    svg: barChart(caption, [...theirs, ...ours]),
  };
}
