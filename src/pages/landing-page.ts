import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import { noticeBody, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** For who comes without a link: nothing is pending here. */
export function landingPage(language: Language, back: WayBack): Page {
  const notice = language.messages.landing;
  return renderPage({ language, title: notice.title, body: noticeBody(language, notice, SIGNS.chat, back) });
}
