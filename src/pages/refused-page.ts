import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import type { Refusal } from './messages.ts';
import { noticePage, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** For a request that no page of ours makes. */
export const refusedPage = (language: Language, refusal: Refusal, back: WayBack): Page =>
  noticePage(language, language.messages.refused[refusal], { sign: SIGNS.trouble, back });
