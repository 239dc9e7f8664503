import { html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { noticePage, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** After an answer, where a redirect cannot open the chat: a link to tap. Never knows the verdict. */
export function answeredPage(language: Language, back: WayBack): Page {
  const { answered, closeWindow } = language.messages;
  return noticePage(language, answered, {
    sign: SIGNS.sent,
    back,
    footer: html`<p class="small">${closeWindow}</p>`,
  });
}
