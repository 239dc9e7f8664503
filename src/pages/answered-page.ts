import { html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import { noticeBody, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** After an answer, where a redirect cannot open the chat: a link to tap. Never knows the verdict. */
export function answeredPage(language: Language, back: WayBack): Page {
  const { answered, closeWindow } = language.messages;
  const body = html`${noticeBody(language, answered, SIGNS.chat, back)}
<p class="small">${closeWindow}</p>`;
  return renderPage({ language, title: answered.title, body });
}
