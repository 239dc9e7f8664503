import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Table } from '../harness/context.ts';
import type { Saved } from '../harness/saved.ts';
import { figuresTable, machineText, markdownTable } from './markdown.ts';

const BEGIN = '<!-- measured: written by npm run bench -->';
const END = '<!-- end of what was measured -->';

/** Where the document and its pictures are. */
export type Places = {
  readonly document: string;
  readonly pictures: string;
  readonly picturesFromDocument: string;
  /** Whether its figures depend on the machine. */
  readonly timed: boolean;
};

/** The title of each benchmark's section. */
export type Section = { readonly title: string; readonly outcome: Outcome };

/**
 * Puts what was measured between its marks in the document, and the pictures beside it. What stands around the marks
 * is for people to write, and stays.
 * @throws Error where the document has no such marks.
 */
export function writeDocument(saved: Saved, sections: readonly Section[], places: Places): void {
  const text = readFileSync(places.document, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin === -1 || end < begin)
    throw new Error(`${places.document} has lost its marks ${BEGIN} and ${END}`);
  if (!existsSync(places.pictures)) mkdirSync(places.pictures, { recursive: true });
  const body = sections.map((section) => sectionText(section, places)).join('\n\n');
  const { machine } = saved;
  const where = places.timed
    ? machineText(machine)
    : `version ${machine.commit ?? 'unknown'}, Node ${machine.node}.`;
  const measured = `Measured on ${saved.at.slice(0, 10)}: ${where}`;
  writeFileSync(
    places.document,
    `${text.slice(0, begin)}${BEGIN}\n\n${measured}\n\n${body}\n\n${text.slice(end)}`,
  );
}

function sectionText({ title, outcome }: Section, places: Places): string {
  const { figures, tables = [], pictures = [] } = outcome;
  for (const { name, svg } of pictures) writeFileSync(join(places.pictures, `${name}.svg`), svg);
  return [
    `## ${title}`,
    ...(figures.length === 0 ? [] : [figuresTable(figures)]),
    ...pictures.map(({ name, caption }) => `![${caption}](${places.picturesFromDocument}/${name}.svg)`),
    ...tables.map(tableText),
  ].join('\n\n');
}

const tableText = (table: Table): string => `${table.caption}:\n\n${markdownTable(table)}`;
