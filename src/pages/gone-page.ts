import type { GoneView } from '../app/person-view.ts';
import type { Verdict } from '../domain/challenge/lifecycle.ts';
import { unreachable } from '../kernel/result.ts';
import type { Html } from './html.ts';
import type { Language } from './language.ts';
import { type Page, renderPage } from './layout.ts';
import type { GoneReason, Notice } from './messages.ts';
import { noticeBody } from './notice.ts';
import { isolated, shownText } from './shown-text.ts';
import { SIGNS } from './signs.ts';

const SIGN_OF: Readonly<Record<GoneReason, Html>> = {
  expired: SIGNS.clock,
  answered: SIGNS.chat,
  canceled: SIGNS.link,
};

/** For a link that asks nothing any more: why, and the way back. A passed and a failed challenge give the same page. */
export function gonePage(language: Language, view: GoneView): Page {
  const reason = reasonOf(view.verdict);
  const notice = goneNotice(language, reason, view.channel.displayName);
  const body = noticeBody(language, notice, SIGN_OF[reason], view.channel);
  return renderPage({ language, title: notice.title, body });
}

/** @param displayName the channel's, as the operator wrote it. */
export function goneNotice(language: Language, reason: GoneReason, displayName: string | null): Notice {
  const business = shownText(displayName);
  return language.messages.gone[reason]({ business: business === null ? null : isolated(business) });
}

function reasonOf(verdict: Verdict): GoneReason {
  switch (verdict) {
    case 'passed':
    case 'failed':
      return 'answered';
    case 'expired':
    case 'canceled':
      return verdict;
    default:
      return unreachable(verdict);
  }
}
