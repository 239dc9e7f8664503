import QRCode from 'qrcode';
import type { PrintedDocument, PrintedRow, PrintedSection } from '../../app/printed-document.ts';
import { utf8 } from '../../kernel/bytes.ts';
import type { Instant } from '../../kernel/instant.ts';
import { PageWriter, type Style } from './page-writer.ts';

const INK = '#1b2430';
const QUIET = '#5b6673';
const RULE = '#d4dae1';

const style = (size: number, changes: Partial<Style> = {}): Style => ({
  size,
  weight: 400,
  color: INK,
  isExact: false,
  ...changes,
});

const TITLE = style(11, { color: QUIET });
const HEADLINE = style(24, { weight: 700 });
const MEANING = style(11);
const SUBJECT = style(11, { weight: 700 });
const CAPTION = style(7, { color: QUIET });
const SECTION = style(12, { weight: 700 });
const LABEL = style(9, { color: QUIET });
const VALUE = style(10);
const EXACT = style(8.5, { isExact: true });
const DETAIL = style(8, { color: QUIET });
const NOTE = style(9.5);
const FOOTER = style(7.5, { color: QUIET });

const CODE_SIDE = 84;
const LABEL_WIDTH = 150;
const GAP = 12;
const LONGEST_UNPARTED = 160;

/** A file that goes with a document, within it. */
export type Attachment = { readonly name: string; readonly type: string; readonly text: string };

/** The document as a PDF with a file attached to it, which is what proves what it says. */
export async function printDocument(
  document: PrintedDocument,
  attachment: Attachment,
  now: Instant,
): Promise<Uint8Array> {
  const date = new Date(now);
  const pages = new PageWriter({ title: document.title, language: document.language, date });
  printHead(pages, document);
  for (const section of document.sections) printSection(pages, section);
  pages.attach(attachment.name, attachment.type, utf8(attachment.text), date);
  return await pages.end(document.footer, FOOTER);
}

function printHead(pages: PageWriter, { title, headline, meaning, subject, code }: PrintedDocument): void {
  const { left, width, y } = pages;
  const { modules } = QRCode.create(code.text, { errorCorrectionLevel: 'M' });
  const isBlack = (row: number, column: number) => modules.data[row * modules.size + column] === 1;
  pages.squares(isBlack, modules.size, left + width - CODE_SIDE, CODE_SIDE);
  const beside = width - CODE_SIDE - 2 * GAP;
  pages.paragraph(title, left, beside, TITLE);
  pages.space(4);
  pages.paragraph(headline, left, beside, HEADLINE);
  pages.paragraph(meaning, left, beside, MEANING);
  pages.space(4);
  pages.paragraph(subject, left, beside, SUBJECT);
  const below = pages.y;
  pages.moveTo(y + CODE_SIDE + 4);
  pages.paragraph(code.caption, left + width - CODE_SIDE, CODE_SIDE, CAPTION);
  pages.moveTo(Math.max(below, pages.y));
}

function printSection(pages: PageWriter, { title, rows, notes }: PrintedSection): void {
  pages.space(10);
  // A heading does not stand alone at the end of a page.
  pages.need(70);
  pages.rule(RULE);
  pages.space(7);
  pages.paragraph(title, pages.left, pages.width, SECTION);
  pages.space(3);
  for (const row of rows) printRow(pages, row);
  for (const note of notes) {
    pages.space(2);
    pages.paragraph(note, pages.left, pages.width, NOTE);
  }
}

function printRow(pages: PageWriter, { label, value, detail, isExact }: PrintedRow): void {
  const x = pages.left + LABEL_WIDTH + GAP;
  const width = pages.width - LABEL_WIDTH - GAP;
  const valueStyle = isExact ? EXACT : VALUE;
  const beside =
    pages.height(value, width, valueStyle) + (detail === null ? 0 : pages.height(detail, width, DETAIL));
  const labelHeight = pages.height(label, LABEL_WIDTH, LABEL);
  // Only what is long is parted by the end of a page.
  pages.need(Math.min(Math.max(labelHeight, beside), LONGEST_UNPARTED));
  const { y: top, page } = pages;
  pages.space(0.8);
  pages.paragraph(label, pages.left, LABEL_WIDTH, LABEL);
  const below = pages.y;
  pages.moveTo(top);
  pages.paragraph(value, x, width, valueStyle);
  if (detail !== null) pages.paragraph(detail, x, width, DETAIL);
  if (pages.page === page) pages.moveTo(Math.max(below, pages.y));
  pages.space(1.5);
}
