/** How often an attack was right. */
export type Tally = { readonly tries: number; readonly right: number };

export const rate = ({ tries, right }: Tally): number => right / tries;

/** One standard error of the rate of an attack that is right by chance `p`. */
export const standardError = ({ tries }: Tally, p: number): number => Math.sqrt((p * (1 - p)) / tries);

/** By how many standard errors an attack beats chance `p`; negative where it does worse. */
export const excess = (tally: Tally, p: number): number => (rate(tally) - p) / standardError(tally, p);
