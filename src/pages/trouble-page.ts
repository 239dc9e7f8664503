import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import type { Notice } from './messages.ts';
import { noticeBody, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** One field of a form: its name and one value. */
export type FormField = readonly [name: string, value: string];

/** The store failed before an answer was recorded: one press sends the same answer again. */
export function notRecordedPage(language: Language, answer: readonly FormField[], back: WayBack): Page {
  const { notRecorded } = language.messages;
  const again = html`<form method="post">
${answer.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="button" type="submit">${notRecorded.again}</button>
</form>`;
  return troublePage(language, notRecorded, again, back);
}

/** The store failed before a question could be read. */
export function notShownPage(language: Language, back: WayBack): Page {
  const { notShown } = language.messages;
  return troublePage(language, notShown, openAgain(notShown.again), back);
}

/** A fault of ours that nobody foresaw. */
export function brokenPage(language: Language, back: WayBack): Page {
  const { broken } = language.messages;
  return troublePage(language, broken, openAgain(broken.again), back);
}

/** An empty reference is the page's own address (RFC 3986 section 4.4). */
const openAgain = (label: string): Html => html`<a class="button" href="">${label}</a>`;

function troublePage(language: Language, notice: Notice, action: Html, back: WayBack): Page {
  const body = noticeBody(language, notice, SIGNS.trouble, back, action);
  return renderPage({ language, title: notice.title, body });
}
