import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { noticePage, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** For who comes without a link: nothing is pending here. */
export const landingPage = (language: Language, back: WayBack): Page =>
  noticePage(language, language.messages.landing, { sign: SIGNS.chat, back });
