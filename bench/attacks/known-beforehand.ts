import { KNOWN_AGES, PriorUnderAttack } from '../../test/attacks/measure-prior.ts';
import type { Table } from '../harness/context.ts';
import { CHANCE, inPortions, OPTIONS, type Progress, shownShare } from './shown.ts';

/** What no page can take from those who know something, on the question for the date of birth without "none of these". */
export async function knownBeforehand(clients: number, progress: Progress): Promise<Table> {
  const rows: string[][] = [];
  for (const [nth, years] of KNOWN_AGES.entries()) {
    const attacked = new PriorUnderAttack(years, OPTIONS);
    const who =
      years === null
        ? 'how old customers are on the whole'
        : `the person's age to within ${years} years (one standard deviation)`;
    const part = (share: number) => progress((nth + share) / KNOWN_AGES.length, who);
    await inPortions(clients, part, (count) => attacked.attack(count));
    const { right, expected, standardError } = attacked.measured();
    rows.push([
      who,
      `${(100 * right).toFixed(1)} ± ${(100 * standardError).toFixed(2)} %`,
      shownShare(expected),
    ]);
  }
  return {
    name: 'known_beforehand',
    caption: `Right guesses about the date of birth by who knows something beforehand, over ${clients.toLocaleString('en')} simulated clients, ± one standard error. Chance is ${shownShare(CHANCE)}`,
    head: ['they know', 'right', 'as their own odds between the options say'],
    rows,
  };
}
