import type { Channel } from '../app/channel.ts';
import { onceNeeded } from '../kernel/once-needed.ts';
import { businessHelp } from './business.ts';
import type { FixedPart } from './fixed-part.ts';
import { goneNotice } from './gone-page.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { endWithScript } from './layout.ts';
import { notMe } from './not-me.ts';
import { noticeBody } from './notice.ts';
import { SIGNS } from './signs.ts';

/** What comes after the questions: of it, `own` is to be compressed with them. */
type QuestionEnd = { readonly own: Html | null; readonly end: FixedPart };

const scriptAlone = onceNeeded(() => endWithScript(''));

const ends = new WeakMap<Language, WeakMap<Channel, QuestionEnd>>();

/** The same for everybody whom one channel asks in one language: the word that it was not they, and that time is over. */
export function questionEnd(language: Language, channel: Channel): QuestionEnd {
  let ofLanguage = ends.get(language);
  if (ofLanguage === undefined) {
    ofLanguage = new WeakMap();
    ends.set(language, ofLanguage);
  }
  let end = ofLanguage.get(channel);
  if (end === undefined) {
    const drawn = draw(language, channel);
    // A logo was there before: compressed together, it is sent once.
    end = channel.look?.logo
      ? { own: html`\n${drawn}`, end: scriptAlone() }
      : { own: null, end: endWithScript(`${drawn.markup}\n`) };
    ofLanguage.set(channel, end);
  }
  return end;
}

function draw(language: Language, channel: Channel): Html {
  const over = goneNotice(language, 'expired', channel.displayName);
  return html`${notMe(language, channel, 'answer')}
${businessHelp(language, channel)}
</div>
<div id="over" data-title="${over.title}" hidden>
${noticeBody(language, over, { sign: SIGNS.clock, back: channel })}
</div>`;
}
