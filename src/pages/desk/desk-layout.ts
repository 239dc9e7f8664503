import type { Inline } from '../assets.ts';
import { DESK_STYLE } from '../assets.ts';
import { type Html, html, trusted } from '../html.ts';
import { ICON } from '../layout.ts';
import { shownText } from '../shown-text.ts';
import type { DeskFormats } from './desk-formats.ts';
import { DONE, type Done } from './desk-words.ts';

/** A whole page of the desk. It has no script at all. */
export type DeskPage = { readonly html: string; readonly style: Inline };

/** What every page for somebody who is signed in knows. */
export type DeskFrame = {
  /** What the operator's key is called. */
  readonly operator: string;
  /** Names the session's own form: it goes back with every one that changes something. */
  readonly csrf: string;
  readonly formats: DeskFormats;
  readonly now: DeskMoment;
  /** The channels that the operator may see, by name. */
  readonly channels: readonly string[];
  readonly done: Done | null;
};

type DeskMoment = Parameters<DeskFormats['moment']>[0];

const PLACES = {
  today: { path: '/desk', label: 'Today' },
  challenges: { path: '/desk/challenges', label: 'Challenges' },
  deliveries: { path: '/desk/deliveries', label: 'Deliveries' },
  clients: { path: '/desk/clients', label: 'Clients' },
  try: { path: '/desk/try', label: 'Try it' },
  chatfuel: { path: '/desk/chatfuel', label: 'Set up' },
} as const;

export type Place = keyof typeof PLACES;

export function deskPage(frame: DeskFrame, place: Place | null, title: string, body: Html): DeskPage {
  return page(
    title,
    html`<a class="skip" href="#main">To the page</a>
<header class="bar">
${MARK}
<nav aria-label="Desk"><ul class="places">
${Object.entries(PLACES).map(
  ([name, { path, label }]) =>
    html`<li><a class="place" href="${path}"${name === place && CURRENT}>${label}</a></li>`,
)}
</ul></nav>
<form class="out" method="post" action="/desk/sign-out">${csrfField(frame)}
<span class="whose"><span class="unseen">Signed in with the key </span><bdi>${shownText(frame.operator) ?? 'unnamed'}</bdi></span>
<button class="plain">Sign out</button></form>
</header>
<main id="main">
${doneNotice(frame.done)}
${body}
</main>`,
  );
}

const CURRENT = html` aria-current="page"`;

/** A page for whoever is not signed in. */
export const doorPage = (title: string, done: Done | null, body: Html): DeskPage =>
  page(
    title,
    html`<main id="main" class="door">
<p class="brand">${MARK}</p>
${doneNotice(done)}
${body}
</main>`,
  );

const MARK = html`<a class="mark" href="/desk"><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="currentColor"/><path class="tick" d="m9 17 5 5 9-11" fill="none" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round"/></svg><span>Countersign</span></a>`;

const doneNotice = (done: Done | null): Html | null =>
  done === null ? null : html`<p class="done" role="status">${DONE[done]}</p>`;

/** Goes with every form that changes something. */
export const csrfField = ({ csrf }: Pick<DeskFrame, 'csrf'>): Html =>
  html`<input type="hidden" name="csrf" value="${csrf}">`;

function page(title: string, body: Html): DeskPage {
  const { markup } = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<link rel="icon" href="${ICON}">
<title>${title} · Countersign desk</title>
<style>${trusted(DESK_STYLE.text)}</style>
</head>
<body>
${body}
</body>
</html>
`;
  return { html: markup, style: DESK_STYLE };
}
