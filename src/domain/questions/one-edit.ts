/**
 * Whether one text becomes the other by at most one character more, less or other, or by two neighbours exchanged
 * (Damerau, "A technique for computer detection and correction of spelling errors", 1964). Looks at every pair of
 * characters, whatever it finds.
 */
export function differsByOneEditAtMost(a: string, b: string): boolean {
  const [left, right] = [[...a], [...b]];
  let beforeLast: number[] = [];
  let last = right.map((_, at) => at + 1);
  last.unshift(0);
  for (const [row, character] of left.entries()) {
    const next = [row + 1];
    for (const [column, other] of right.entries()) {
      const cost = character === other ? 0 : 1;
      const exchanged = character === right[column - 1] && left[row - 1] === other;
      next.push(
        Math.min(
          (next[column] ?? 0) + 1,
          (last[column + 1] ?? 0) + 1,
          (last[column] ?? 0) + cost,
          exchanged && row > 0 && column > 0 ? (beforeLast[column - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    beforeLast = last;
    last = next;
  }
  return (last.at(-1) ?? 0) <= 1;
}
