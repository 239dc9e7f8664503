import type { GoneView } from '../app/person-view.ts';
import type { Reason } from '../domain/challenge/lifecycle.ts';
import { unreachable } from '../kernel/result.ts';
import type { Html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import type { GoneReason, Notice } from './messages.ts';
import { noticePage } from './notice.ts';
import { nameWithin } from './shown-text.ts';
import { SIGNS } from './signs.ts';

const SIGN_OF: Readonly<Record<GoneReason, Html>> = {
  expired: SIGNS.clock,
  answered: SIGNS.sent,
  canceled: SIGNS.link,
  superseded: SIGNS.link,
  denied: SIGNS.shield,
};

/** For a link that asks nothing any more: why, and the way back. A passed and a failed challenge give the same page. */
export function gonePage(language: Language, view: GoneView): Page {
  const reason = reasonShown(view.reason);
  const notice = goneNotice(language, reason, view.channel.displayName);
  return noticePage(language, notice, { sign: SIGN_OF[reason], back: view.channel });
}

/** @param displayName the channel's, as the operator wrote it. */
export const goneNotice = (language: Language, reason: GoneReason, displayName: string | null): Notice =>
  language.messages.gone[reason]({ business: nameWithin(displayName) });

function reasonShown(reason: Reason): GoneReason {
  switch (reason) {
    case 'answered':
      return 'answered';
    case 'deadline':
      return 'expired';
    case 'canceled_by_bot':
      return 'canceled';
    case 'canceled_by_person':
      return 'denied';
    case 'superseded':
      return 'superseded';
    default:
      return unreachable(reason);
  }
}
