/** A decade in ten steps of nearly one ratio (Renard's series R10, ISO 3), in hundredths of the decade's beginning. */
const STEPS = [100, 125, 160, 200, 250, 315, 400, 500, 630, 800];
const DECADES = 9;

/**
 * Where bands of amounts begin, in whole hundredths, from 0.01 on: 1.00, 1.25, 1.60 and so on, up to 1,000,000,000,
 * below 1.00 by halves. Amounts of money are about as likely in one such band as in the next.
 */
export const USUAL_BOUNDS: readonly number[] = [
  ...[1, 2, 4, 8, 16, 32, 50],
  ...Array.from({ length: DECADES }, (_, decade) => STEPS.map((step) => step * 10 ** decade)).flat(),
  100 * 10 ** DECADES,
];
