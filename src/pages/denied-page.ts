import type { GoneView } from '../app/person-view.ts';
import { html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { noticePage } from './notice.ts';
import { nameWithin } from './shown-text.ts';
import { SIGNS } from './signs.ts';

/** After a person said that it was not they: what became of the link, and that it is noted. */
export function deniedPage(language: Language, { channel }: GoneView): Page {
  const { denied, closeWindow } = language.messages;
  const notice = denied({ business: nameWithin(channel.displayName) });
  return noticePage(language, notice, {
    sign: SIGNS.guarded,
    back: channel,
    footer: html`<p class="small">${closeWindow}</p>`,
  });
}
