import { type Inline, SCRIPT, STYLE } from './assets.ts';
import { type Html, html, trusted } from './html.ts';
import type { Language } from './language.ts';

/** A whole page, and which inline parts of it a Content-Security-Policy has to let through. */
export type Page = {
  readonly html: string;
  readonly styleSources: readonly string[];
  readonly scriptSources: readonly string[];
};

export type PageParts = {
  readonly language: Language;
  readonly title: string;
  readonly body: Html;
  /** For link previews; null leaves them the title alone. */
  readonly description?: string;
  /** Seconds after which a browser without scripts asks for the page again. */
  readonly reloadAfter?: number;
  /** What only this page's style knows, such as how much time is left. */
  readonly style?: Inline;
  readonly counting?: boolean;
};

/** The mark of a confirmed message, as a picture that needs no request. */
const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27 viewBox=%270 0 32 32%27%3E%3Crect width=%2732%27 height=%2732%27 rx=%279%27 fill=%27%2308694c%27/%3E%3Cpath d=%27m9 17 5 5 9-11%27 fill=%27none%27 stroke=%27%23fff%27 stroke-width=%273.5%27 stroke-linecap=%27round%27 stroke-linejoin=%27round%27/%3E%3C/svg%3E';

const HEAD: Html = html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#161e1b">
<link rel="icon" href="${ICON}">
<style>${trusted(STYLE.text)}</style>`;

const SCRIPT_ELEMENT: Html = html`<script>${trusted(SCRIPT.text)}</script>`;

export function renderPage(parts: PageParts): Page {
  const { language, title, body, description, reloadAfter, style, counting = false } = parts;
  const page = html`<!doctype html>
<html lang="${language.tag}" dir="${language.direction}">
<head>
${HEAD}
<title>${title}</title>
${
  description !== undefined &&
  html`<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">`
}
${reloadAfter !== undefined && html`<noscript><meta http-equiv="refresh" content="${reloadAfter}"></noscript>`}
${style !== undefined && html`<style>${trusted(style.text)}</style>`}
</head>
<body>
<main>
${body}
</main>
${counting && SCRIPT_ELEMENT}
</body>
</html>
`;
  return {
    html: page.markup,
    styleSources: style === undefined ? [STYLE.source] : [STYLE.source, style.source],
    scriptSources: counting ? [SCRIPT.source] : [],
  };
}
