import { readFileSync } from 'node:fs';
import PDFDocument from 'pdfkit';
import { fontFinder, type Weight } from './font-slices.ts';
import { brokenLines } from './line-breaks.ts';
import { sfntOfWoff } from './sfnt-of-woff.ts';
import { directionOf, type TextRun, textRuns } from './text-runs.ts';

/** How a text looks. `exact`: in a font whose characters are told apart, for hashes and ids. */
export type Style = {
  readonly size: number;
  readonly weight: Weight;
  readonly color: string;
  readonly isExact: boolean;
};

const MARGIN = 54;
const EXACT_FONT = 'Courier';
const LINE_HEIGHT = 1.42;
/** Room for the footer. */
const BOTTOM = 72;

type Pdf = InstanceType<typeof PDFDocument>;

/** Text of any script in lines on pages of A4, from the top down. Distances are in points. */
export class PageWriter {
  readonly #pdf: Pdf;
  readonly #font = fontFinder();
  readonly #registered = new Set<string>();
  readonly #widths = new Map<string, number>();
  #y = MARGIN;

  constructor(info: { readonly title: string; readonly language: string; readonly date: Date }) {
    this.#pdf = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      pdfVersion: '1.7',
      lang: info.language,
      displayTitle: true,
      info: { Title: info.title, Producer: 'Countersign', CreationDate: info.date },
    });
  }

  get left(): number {
    return MARGIN;
  }

  get width(): number {
    return this.#pdf.page.width - 2 * MARGIN;
  }

  get y(): number {
    return this.#y;
  }

  moveTo(y: number): void {
    this.#y = y;
  }

  space(points: number): void {
    this.#y += points;
  }

  /** The page that is written on, from 1. */
  get page(): number {
    return this.#pdf.bufferedPageRange().count;
  }

  /** Begins a new page where fewer than `points` are left on this one. */
  need(points: number): void {
    if (this.#y + points <= this.#pdf.page.height - BOTTOM) return;
    this.#pdf.addPage();
    this.#y = MARGIN;
  }

  /** How high a paragraph would be. */
  height(text: string, width: number, style: Style): number {
    return this.#lines(text, width, style).length * style.size * LINE_HEIGHT;
  }

  /** A paragraph, at `x` and the height reached; goes on below it, and on the next page where this one ends. */
  paragraph(text: string, x: number, width: number, style: Style): void {
    const direction = directionOf(text);
    for (const line of this.#lines(text, width, style)) {
      this.need(style.size * LINE_HEIGHT);
      this.#drawLine(line, x, this.#y + style.size, direction, style);
      this.#y += style.size * LINE_HEIGHT;
    }
  }

  /** A line across the page, but not at its top. */
  rule(color: string): void {
    if (this.#y === MARGIN) return;
    this.#pdf
      .moveTo(MARGIN, this.#y)
      .lineTo(MARGIN + this.width, this.#y)
      .lineWidth(0.5)
      .strokeColor(color)
      .stroke();
  }

  /** Black squares on white, `side` points wide, with its upper left corner at a place. */
  squares(isBlack: (row: number, column: number) => boolean, count: number, x: number, side: number): void {
    const square = side / count;
    this.#pdf.fillColor('#000000');
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < count; column++) {
        if (isBlack(row, column)) {
          this.#pdf.rect(x + column * square, this.#y + row * square, square, square);
        }
      }
    }
    this.#pdf.fill();
  }

  attach(name: string, type: string, bytes: Uint8Array, date: Date): void {
    this.#pdf.file(Buffer.from(bytes), { name, type, creationDate: date, modifiedDate: date });
  }

  /** Writes a line at the foot of each page, and ends. */
  async end(footer: (page: number, of: number) => string, style: Style): Promise<Uint8Array> {
    const { count } = this.#pdf.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.#pdf.switchToPage(page);
      const bottom = this.#pdf.page.height - MARGIN / 1.5;
      this.#drawLine(footer(page + 1, count), MARGIN, bottom, 'ltr', style);
    }
    const chunks: Uint8Array[] = [];
    const ended = new Promise((resolve, reject) => {
      this.#pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      this.#pdf.on('end', resolve);
      this.#pdf.on('error', reject);
    });
    this.#pdf.end();
    await ended;
    return Buffer.concat(chunks);
  }

  #lines(text: string, width: number, style: Style): readonly string[] {
    const direction = directionOf(text);
    return brokenLines(text, width, (piece) => this.#measured(piece, direction, style));
  }

  /** Words come again and again, and to lay one out takes time. */
  #measured(piece: string, direction: 'ltr' | 'rtl', style: Style): number {
    const key = `${style.size} ${style.weight} ${style.isExact} ${piece}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    const runs = this.#runs(piece, direction, style);
    const width = runs.reduce((sum, run) => sum + this.#widthOf(run, style), 0);
    this.#widths.set(key, width);
    return width;
  }

  #drawLine(line: string, x: number, baseline: number, direction: 'ltr' | 'rtl', style: Style): void {
    let at = x;
    for (const run of this.#runs(line, direction, style)) {
      const width = this.#widthOf(run, style);
      this.#pdf.fillColor(style.color).text(run.text, at, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        features: featuresOf(run),
      });
      at += width;
    }
  }

  #runs(line: string, direction: 'ltr' | 'rtl', style: Style): readonly TextRun[] {
    if (style.isExact && /^[ -~]*$/.test(line)) {
      return [{ text: line, font: { name: EXACT_FONT, path: '' }, isRightToLeft: false }];
    }
    return textRuns(line, direction, style.weight, this.#font);
  }

  #widthOf(run: TextRun, { size }: Style): number {
    const { name, path } = run.font;
    if (path !== '' && !this.#registered.has(name)) {
      this.#pdf.registerFont(name, sfntOfWoff(readFileSync(path)));
      this.#registered.add(name);
    }
    return this.#pdf
      .font(name)
      .fontSize(size)
      .widthOfString(run.text, { features: featuresOf(run) });
  }
}

/** Letters of Arabic are given the forms that they have beside one another, and alternates from right to left. */
const featuresOf = ({ isRightToLeft }: TextRun): ('rtla' | 'kern' | 'liga')[] =>
  isRightToLeft ? ['rtla'] : ['kern', 'liga'];
