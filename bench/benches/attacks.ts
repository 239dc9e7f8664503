import { besideReference } from '../attacks/beside-reference.ts';
import { attackEveryKind, kindsPicture, kindsTable, mostAboveChance } from '../attacks/every-kind.ts';
import { knownBeforehand } from '../attacks/known-beforehand.ts';
import type { Progress } from '../attacks/shown.ts';
import { strangersTable } from '../attacks/strangers.ts';
import type { Bench } from '../harness/context.ts';
import { bar } from '../report/progress.ts';

/** Guessers at work on simulated clients. Nothing here is timed: every run of one version ends with the same figures. */
export const attacks: Bench = {
  name: 'attacks',
  about: 'how often guessers are right, here and at the reference',
  document: 'guessing',
  async run({ effort: { attacked: clients }, progress }) {
    const part =
      (from: number, to: number): Progress =>
      (share, what) =>
        progress(`${bar(from + (to - from) * share)} ${what}`);
    const kinds = await attackEveryKind(clients, part(0, 0.6));
    const reference = await besideReference(clients, part(0.6, 0.9));
    const beforehand = await knownBeforehand(clients, part(0.9, 0.95));
    const strangers = await strangersTable(Math.ceil(clients / 5), part(0.95, 1));
    return {
      figures: [mostAboveChance(kinds)],
      pictures: [kindsPicture(kinds)],
      tables: [reference, kindsTable(kinds), beforehand, strangers],
    };
  },
};
