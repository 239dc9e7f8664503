/** What must not be parted: a word, a character of a script that is written without spaces, or the space between. */
const UNITS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uff00-\uffef]|\s+|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\uff00-\uffef]+/gu;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Lines that fill up piece by piece. */
class Lines {
  readonly #width: number;
  readonly #ended: string[] = [];
  #line = '';
  #filled = 0;

  constructor(width: number) {
    this.#width = width;
  }

  get isEmpty(): boolean {
    return this.#line === '';
  }

  fits(width: number): boolean {
    return this.#filled + width <= this.#width;
  }

  add(piece: string, width: number): void {
    this.#line += piece;
    this.#filled += width;
  }

  end(): void {
    if (this.#line.trim() !== '') this.#ended.push(this.#line.trimEnd());
    this.#line = '';
    this.#filled = 0;
  }

  all(): readonly string[] {
    this.end();
    return this.#ended.length === 0 ? [''] : this.#ended;
  }
}

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
  const lines = new Lines(width);
  for (const [unit] of paragraph.matchAll(UNITS)) {
    if (unit.trim() === '') {
      // Space may stand beyond the end of a line, and begins none.
      if (!lines.isEmpty) lines.add(' ', measure(' '));
      continue;
    }
    const its = measure(unit);
    if (!lines.fits(its)) lines.end();
    if (lines.fits(its)) lines.add(unit, its);
    else addPieces(lines, unit, measure);
  }
  return lines.all();
}

function addPieces(lines: Lines, unit: string, measure: (piece: string) => number): void {
  for (const { segment } of graphemes.segment(unit)) {
    const its = measure(segment);
    if (!lines.fits(its)) lines.end();
    lines.add(segment, its);
  }
}
