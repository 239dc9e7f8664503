import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { noticePage, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** One field of a form: its name and one value. */
export type FormField = readonly [name: string, value: string];

/** The store failed before an answer was recorded: one press sends the same answer again. */
export function notRecordedPage(language: Language, answer: readonly FormField[], back: WayBack): Page {
  const { notRecorded } = language.messages;
  const action = sendAgain(notRecorded.again, answer);
  return noticePage(language, notRecorded, { sign: SIGNS.trouble, back, action });
}

/** The store failed before a person's word that it was not they was recorded. */
export function notStoppedPage(language: Language, word: FormField, back: WayBack): Page {
  const { notStopped } = language.messages;
  const action = sendAgain(notStopped.again, [word]);
  return noticePage(language, notStopped, { sign: SIGNS.trouble, back, action });
}

/** The store failed before a question could be read. */
export function notShownPage(language: Language, back: WayBack): Page {
  const { notShown } = language.messages;
  return noticePage(language, notShown, { sign: SIGNS.trouble, back, action: openAgain(notShown.again) });
}

/** A fault of ours that nobody foresaw. */
export function brokenPage(language: Language, back: WayBack): Page {
  const { broken } = language.messages;
  return noticePage(language, broken, { sign: SIGNS.trouble, back, action: openAgain(broken.again) });
}

const sendAgain = (label: string, fields: readonly FormField[]): Html => html`<form method="post">
${fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="button" type="submit">${label}</button>
</form>`;

/** An empty reference is the page's own address (RFC 3986 section 4.4). */
const openAgain = (label: string): Html => html`<a class="button" href="">${label}</a>`;
