import type { Look } from '../app/channel.ts';
import { accentStyle } from './accent.ts';
import { type Inline, SCRIPT, STYLE } from './assets.ts';
import { type FixedPart, fixedPart } from './fixed-part.ts';
import { type Html, html, trusted } from './html.ts';
import type { Language } from './language.ts';

/** A whole page, and which inline parts of it a Content-Security-Policy has to let through. */
export type Page = {
  readonly html: string;
  /** The same in three parts, of which the outer two need not be compressed again. */
  readonly parts: readonly [FixedPart, string, FixedPart];
  readonly styleSources: readonly string[];
  readonly scriptSources: readonly string[];
};

export type PageParts = {
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
  /** Null: the service's own. */
  readonly look: Look | null;
  /** For link previews; null leaves them the title alone. */
  readonly description?: string;
  /** Seconds after which a browser without scripts asks for the page again. */
  readonly reloadAfter?: number;
  /** What only this page's style knows, such as how much time is left. */
  readonly style?: Inline;
  /** Left out: without a script. */
  readonly end?: FixedPart;
};

/** The mark of a confirmed message, as a picture that needs no request. */
export const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27 viewBox=%270 0 32 32%27%3E%3Crect width=%2732%27 height=%2732%27 rx=%279%27 fill=%27%2308694c%27/%3E%3Cpath d=%27m9 17 5 5 9-11%27 fill=%27none%27 stroke=%27%23fff%27 stroke-width=%273.5%27 stroke-linecap=%27round%27 stroke-linejoin=%27round%27/%3E%3C/svg%3E';

const HEAD: Html = html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#161e1b">
<link rel="icon" href="${ICON}">
<style>${trusted(STYLE.text)}</style>`;

const END = fixedPart('</main>\n</body>\n</html>\n', 'last');

/** The end of a page that counts, with markup before it that is as fixed. */
export const endWithScript = (before: string): FixedPart =>
  fixedPart(`${before}</main>\n<script>${SCRIPT.text}</script>\n</body>\n</html>\n`, 'last');

/** By the tag of the language: as many as there are languages. */
const beginnings = new Map<string, FixedPart>();

function beginningIn({ tag, direction }: Language): FixedPart {
  let beginning = beginnings.get(tag);
  if (beginning === undefined) {
    const opened = html`<!doctype html>
<html lang="${tag}" dir="${direction}">
<head>
${HEAD}
`;
    beginning = fixedPart(opened.markup, 'within');
    beginnings.set(tag, beginning);
  }
  return beginning;
}

export function renderPage(page: PageParts): Page {
  const { language, title, body, look, description, reloadAfter, style, end } = page;
  const styles = [look === null ? null : accentStyle(look), style ?? null].filter((each) => each !== null);
  const beginning = beginningIn(language);
  const { markup } = html`<title>${title}</title>
${
  description !== undefined &&
  html`<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">`
}
${reloadAfter !== undefined && html`<noscript><meta http-equiv="refresh" content="${reloadAfter}"></noscript>`}
${styles.map(({ text }) => html`<style>${trusted(text)}</style>`)}
</head>
<body>
<main>
${body}
`;
  const last = end ?? END;
  return {
    html: beginning.text + markup + last.text,
    parts: [beginning, markup, last],
    styleSources: [STYLE.source, ...styles.map(({ source }) => source)],
    scriptSources: end === undefined ? [] : [SCRIPT.source],
  };
}
