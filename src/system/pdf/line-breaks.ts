/** What must not be parted: a word, a character of a script that is written without spaces, or the space between. */
const UNITS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uff00-\uffef]|\s+|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uff00-\uffef]+/gu;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * A paragraph in lines of at most `width`. What is longer than a line by itself, as hashes and what browsers say of
 * themselves, is broken between characters.
 * @param measure the width of a piece; that of a line is taken for the sum of its pieces.
 */
export function brokenLines(
  paragraph: string,
  width: number,
  measure: (piece: string) => number,
): readonly string[] {
  const lines: string[] = [];
  let line = '';
  let filled = 0;
  const end = (): void => {
    if (line.trim() !== '') lines.push(line.trimEnd());
    [line, filled] = ['', 0];
  };
  const add = (piece: string, its: number): void => {
    [line, filled] = [line + piece, filled + its];
  };
  for (const [unit] of paragraph.matchAll(UNITS)) {
    const isSpace = unit.trim() === '';
    const its = measure(isSpace ? ' ' : unit);
    // A line may end in space that stands beyond its end, and none begins with one.
    if (isSpace ? line !== '' : filled + its <= width) add(isSpace ? ' ' : unit, its);
    else if (!isSpace) {
      end();
      if (its <= width) add(unit, its);
      else {
        for (const { segment } of graphemes.segment(unit)) {
          const part = measure(segment);
          if (filled + part > width) end();
          add(segment, part);
        }
      }
    }
  }
  end();
  return lines.length === 0 ? [''] : lines;
}
