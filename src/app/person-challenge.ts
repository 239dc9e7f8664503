import type { Challenge } from '../domain/challenge/challenge.ts';
import { isExhausted } from '../domain/policy/ledger.ts';
import { admission } from '../domain/policy/lockout.ts';
import { asAsked } from '../domain/questions/question.ts';
import type { Instant } from '../kernel/instant.ts';
import type { OpenedChallenge } from './decide.ts';
import { maskPhone } from './person-phone.ts';
import type { GoneView, LockedView, PendingView } from './person-view.ts';

export function pendingView(opened: OpenedChallenge, now: Instant): PendingView {
  const { challenge, channel, details, questions } = opened;
  const { lifecycle } = challenge;
  return {
    id: challenge.id,
    channel,
    questions: questions.map(asAsked),
    purpose: details.purpose,
    locale: details.locale,
    maskedPhone: details.phone === null ? null : maskPhone(details.phone),
    createdAt: lifecycle.createdAt,
    now,
    expiresAt: lifecycle.expiresAt,
    attemptsLeft: lifecycle.attemptsAllowed - lifecycle.attempts,
  };
}

/** @throws Error for a pending challenge. */
export function goneView(opened: OpenedChallenge, challenge: Challenge): GoneView {
  const { status, reason } = challenge.lifecycle;
  if (status === 'pending' || reason === null) throw new Error('a pending challenge is not gone');
  return { verdict: status, reason, channel: opened.channel, locale: opened.details.locale };
}

/** Null where the client may answer: a lock, and a fact that is used up, hold for the links given out before it, too. */
export function lockedView(opened: OpenedChallenge, now: Instant): LockedView | null {
  const { channel, client, details, policy, questions } = opened;
  // How often was asked is no reason to take no answer.
  const decision = admission({ ...client, askedAt: [] }, policy, now);
  const isUsedUp = questions.some(({ fact }) => isExhausted(client.ledger, fact, policy.failuresPerFact));
  if (decision.type === 'admitted' && !isUsedUp) return null;
  const until = decision.type === 'locked' && !isUsedUp ? decision.until : null;
  return { channel, locale: details.locale, now, until };
}
