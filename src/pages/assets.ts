import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Text of our own within a page, with the source that lets it through a Content-Security-Policy. */
export type Inline = { readonly text: string; readonly source: string };

/** `'sha256-…'` as CSP level 3 section 2.3.1 spells it, over exactly the text between the tags. */
export function inline(text: string): Inline {
  return { text, source: `'sha256-${hash('sha256', text, 'base64')}'` };
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Styles in their order as one text, without comments and needless spaces. */
const style = (...names: readonly string[]): Inline =>
  inline(
    names
      .map(read)
      .join('\n')
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{}:;,]) /g, '$1')
      .replaceAll(';}', '}')
      .replaceAll(' {', '{')
      .trim(),
  );

/** The style of every page for a person. */
export const STYLE: Inline = style('./colours.css', './page.css');

/** The style of the operator's desk. */
export const DESK_STYLE: Inline = style('./colours.css', './desk/desk.css');

/** The script of the question page, without its comments and its indentation. */
export const SCRIPT: Inline = inline(
  read('./question.js')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/\n\s*/g, '\n')
    .trim(),
);
