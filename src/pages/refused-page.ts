import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import type { Refusal } from './messages.ts';
import { noticeBody, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** For a request that no page of ours makes. */
export function refusedPage(language: Language, refusal: Refusal, back: WayBack): Page {
  const notice = language.messages.refused[refusal];
  const body = noticeBody(language, notice, SIGNS.trouble, back);
  return renderPage({ language, title: notice.title, body });
}
