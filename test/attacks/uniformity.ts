/** Pearson's chi-squared of counts that should all be the same. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The standard normal exceeds this once in a thousand times. */
const ONCE_IN_A_THOUSAND = 3.0902;

/**
 * Whether the counts of two classes or more may well be those of equally likely ones: p > 0.001.
 */
export const looksUniform = (counts: readonly number[]): boolean =>
  chiSquared(counts) < limitOf(counts.length - 1);

/**
 * Whether two samples, counted by the same classes, may well come from one population: Pearson's test of homogeneity, p > 0.001.
 * Classes that neither sample has are left out.
 */
export function looksAlike(one: readonly number[], other: readonly number[]): boolean {
  const classes = one.map((count, nth) => [count, other[nth] ?? 0] as const).filter(([a, b]) => a + b > 0);
  const totals = classes.reduce(([a, b], [c, d]) => [a + c, b + d] as const, [0, 0] as const);
  const all = totals[0] + totals[1];
  let statistic = 0;
  for (const counts of classes) {
    for (const [nth, count] of counts.entries()) {
      const expected = ((counts[0] + counts[1]) * (totals[nth] ?? 0)) / all;
      statistic += (count - expected) ** 2 / expected;
    }
  }
  return classes.length < 2 || statistic < limitOf(classes.length - 1);
}

/** What chi-squared exceeds once in a thousand times, after Wilson and Hilferty's approximation (1931). */
function limitOf(degreesOfFreedom: number): number {
  const spread = 2 / (9 * degreesOfFreedom);
  return degreesOfFreedom * (1 - spread + ONCE_IN_A_THOUSAND * Math.sqrt(spread)) ** 3;
}
