import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { noticePage, type WayBack } from './notice.ts';
import { SIGNS } from './signs.ts';

/** For every address that leads nowhere, whether it could have been a link or not. */
export const unknownPage = (language: Language, back: WayBack): Page =>
  noticePage(language, language.messages.unknown, { sign: SIGNS.link, back });
