import type { Challenge } from '../domain/challenge/challenge.ts';
import { asAsked } from '../domain/questions/question.ts';
import type { Instant } from '../kernel/instant.ts';
import type { OpenedChallenge } from './decide.ts';
import type { GoneView, PendingView } from './person-view.ts';

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
  const { status } = challenge.lifecycle;
  if (status === 'pending') throw new Error('a pending challenge is not gone');
  return { verdict: status, channel: opened.channel, locale: opened.details.locale };
}

/** The last four digits, the rest as dots: enough for its owner to know it, too little for anyone else. Null without eight digits. */
function maskPhone(phone: string): string | null {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 8 ? null : `•••• ${digits.slice(-4)}`;
}
