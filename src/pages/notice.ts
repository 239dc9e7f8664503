import { type Business, businessHelp, businessMark, businessName } from './business.ts';
import { type Html, href, html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import type { Notice } from './messages.ts';

/** Whose chat a notice leads back to; null where no channel is known. */
export type WayBack = Business | null;

type NoticeParts = {
  readonly sign: Html;
  readonly back: WayBack;
  /** What can be done here; then the way back is the second choice. */
  readonly action?: Html;
  /** After the way back. */
  readonly footer?: Html;
};

/** A page that asks nothing. */
export function noticePage(language: Language, notice: Notice, parts: NoticeParts): Page {
  const body = noticeBody(language, notice, parts);
  return renderPage({ language, title: notice.title, body, look: parts.back?.look ?? null });
}

/** What happened, what it means and what to do, with the way back to the chat. */
export function noticeBody(
  language: Language,
  { title, text, next }: Notice,
  { sign, back, action, footer }: NoticeParts,
): Html {
  return html`${back !== null && named(language, back)}
<div class="notice">
${sign}
<h1 tabindex="-1">${title}</h1>
<p>${text}</p>
<p>${next}</p>
</div>
${action ?? null}
${back !== null && html`<a class="${action === undefined ? 'button' : 'button quiet'}" href="${href(back.returnUrl)}" rel="noreferrer">${language.messages.backToChat}</a>`}
${footer ?? null}
${back !== null && businessHelp(language, back)}`;
}

/** Nothing stands for a business that has neither name nor logo. */
function named(language: Language, back: Business): Html | null {
  const name = businessName(back);
  return name === null && !back.look?.logo
    ? null
    : html`<header class="who">${businessMark(language, back)}${name}</header>`;
}
