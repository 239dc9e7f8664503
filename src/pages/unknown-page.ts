import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import { noticeBody, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** For every address that leads nowhere, whether it could have been a link or not. */
export function unknownPage(language: Language, back: WayBack): Page {
  const notice = language.messages.unknown;
  return renderPage({ language, title: notice.title, body: noticeBody(language, notice, SIGNS.link, back) });
}
