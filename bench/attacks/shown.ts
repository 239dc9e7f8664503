import { setImmediate as breath } from 'node:timers/promises';
import { rate, standardError, type Tally } from '../../test/attacks/tally.ts';

/** Options of every question that is attacked: as many as the shipped policies have. */
export const OPTIONS = 5;
export const CHANCE = 1 / OPTIONS;

/** Told how much is done, from 0 to 1, and what is being done. */
export type Progress = (share: number, what: string) => void;

/** Clients that are attacked without a look up. */
const PORTION = 5_000;

/** Works on so many clients, and lets the process breathe in between, so that it can be interrupted. */
export async function inPortions(
  clients: number,
  progress: (share: number) => void,
  work: (count: number) => void,
): Promise<void> {
  for (let done = 0; done < clients; done += PORTION) {
    progress(done / clients);
    await breath();
    work(Math.min(PORTION, clients - done));
  }
}

export const shownShare = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** With its own standard error. */
export const shownRate = (tally: Tally): string =>
  `${(100 * rate(tally)).toFixed(1)} ± ${(100 * standardError(tally, rate(tally))).toFixed(2)} %`;
