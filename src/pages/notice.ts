import { type Html, href, html } from './html.ts';
import type { Language } from './language.ts';
import type { Notice } from './messages.ts';
import { shownText } from './shown-text.ts';

/** Where a notice leads back to; null where no channel is known. */
export type WayBack = { readonly returnUrl: string; readonly displayName: string | null } | null;

/** What happened, what it means and what to do, with the way back to the chat. */
export function noticeBody(
  language: Language,
  { title, text, next }: Notice,
  sign: Html,
  back: WayBack,
  action: Html | null = null,
): Html {
  const business = back === null ? null : shownText(back.displayName);
  return html`<div class="notice">
${sign}
${business !== null && html`<p class="business"><bdi>${business}</bdi></p>`}
<h1 tabindex="-1">${title}</h1>
<p>${text}</p>
<p>${next}</p>
</div>
${action}
${back !== null && html`<a class="${action === null ? 'button' : 'button quiet'}" href="${href(back.returnUrl)}" rel="noreferrer">${language.messages.backToChat}</a>`}`;
}
