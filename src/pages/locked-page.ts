import type { LockedView } from '../app/person-view.ts';
import { html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import type { Notice } from './messages.ts';
import { notMe } from './not-me.ts';
import { noticePage } from './notice.ts';
import { nameWithin } from './shown-text.ts';
import { SIGNS } from './signs.ts';

/** For a client that is locked out: how long, or who can help. Whoever it is can still say that it was not they. */
export function lockedPage(language: Language, view: LockedView): Page {
  const { channel } = view;
  const footer = html`<form method="post" id="answer"></form>
${notMe(language, channel, 'answer')}`;
  return noticePage(language, lockedNotice(language, view), { sign: SIGNS.lock, back: channel, footer });
}

function lockedNotice({ messages }: Language, { until, now, channel }: LockedView): Notice {
  return until === null
    ? messages.locked.untilHelped({ business: nameWithin(channel.displayName) })
    : messages.locked.forNow({ seconds: inWholeMinutes(until - now) });
}

/** Nobody waits for seconds. */
const inWholeMinutes = (milliseconds: number): number => Math.max(Math.ceil(milliseconds / 60_000), 1) * 60;
