/** Text that is markup already: made only by the `html` tag, or of a constant of our own by `trusted`. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a hole of a template; `null` and `false` leave nothing. */
export type Hole = Html | string | number | null | false | readonly Html[];

const SPECIAL = /[&<>"']/;
const SPECIALS = /[&<>"']/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as the content of an element and within a quoted attribute. */
function escapeHtml(text: string): string {
  return SPECIAL.test(text) ? text.replace(SPECIALS, (character) => ENTITIES[character] ?? '') : text;
}

const withoutIndentation = new WeakMap<TemplateStringsArray, readonly string[]>();

function compact(strings: TemplateStringsArray): readonly string[] {
  let parts = withoutIndentation.get(strings);
  if (parts === undefined) {
    parts = strings.map((part) => part.replace(/\s*\n\s*/g, '\n'));
    withoutIndentation.set(strings, parts);
  }
  return parts;
}

/**
 * Markup with its holes filled: whatever is no `Html` is escaped. Attributes must be quoted in the template.
 * Indentation in the template does not reach the page.
 */
export function html(strings: TemplateStringsArray, ...holes: readonly Hole[]): Html {
  const parts = compact(strings);
  let markup = parts[0] ?? '';
  for (let index = 0; index < holes.length; index += 1) {
    markup += fill(holes[index] ?? null) + (parts[index + 1] ?? '');
  }
  return new Html(markup);
}

function fill(hole: Hole): string {
  if (typeof hole === 'string') return escapeHtml(hole);
  if (hole instanceof Html) return hole.markup;
  if (hole === null || hole === false) return '';
  if (typeof hole === 'number') return String(hole);
  let markup = '';
  for (const part of hole) markup += part.markup;
  return markup;
}

/** A constant of our own as markup. Never for anything that came from outside. */
export const trusted = (markup: string): Html => new Html(markup);

/** @throws Error for any address that is not http or https: such a link (`javascript:`, `data:`) can only be a bug. */
export function href(url: string): string {
  if (!/^https?:\/\//i.test(url)) throw new Error('a link on a page must be http or https');
  return url;
}
