/** Pearson's chi-squared of counts that should all be the same. */
function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** The standard normal exceeds this once in a thousand times. */
const ONCE_IN_A_THOUSAND = 3.0902;

/**
 * Whether the counts of two classes or more may well be those of equally likely ones: p > 0.001, with Wilson and
 * Hilferty's approximation (1931) of chi-squared.
 */
export function looksUniform(counts: readonly number[]): boolean {
  const spread = 2 / (9 * (counts.length - 1));
  const limit = (counts.length - 1) * (1 - spread + ONCE_IN_A_THOUSAND * Math.sqrt(spread)) ** 3;
  return chiSquared(counts) < limit;
}
