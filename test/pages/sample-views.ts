import type { Channel } from '../../src/app/channel.ts';
import type { GoneView, PendingView } from '../../src/app/person-view.ts';
import type { Reason, Verdict } from '../../src/domain/challenge/lifecycle.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy/policy.ts';
import type { AskedChoice, Option } from '../../src/domain/questions/question.ts';
import { dayNumber } from '../../src/kernel/calendar.ts';
import { channelId, makeId } from '../../src/kernel/ids.ts';
import { instant } from '../../src/kernel/instant.ts';

export const OPENED_AT = instant(Date.UTC(2026, 10, 22, 9, 30));

export const sampleChannel = (changes: Partial<Channel> = {}): Channel => ({
  id: channelId('vault'),
  displayName: 'Vault Bank',
  connector: 'chatfuel',
  tells: new Set(['passed', 'failed', 'expired']),
  sendsLink: false,
  callbackOrigins: null,
  returnUrl: 'https://wa.me/5215550001111',
  returnMode: 'auto',
  policy: DEFAULT_POLICY,
  oneLiveLink: true,
  ...changes,
});

const dateOption = (value: string, year: number, month: number, day: number): Option => ({
  value,
  content: { type: 'date', day: dayNumber({ year, month, day }) },
});

export const DATE_QUESTION: AskedChoice = {
  entry: 'choice',
  wording: null,
  on: null,
  kind: 'date_of_birth',
  fact: 'date_of_birth',
  options: [
    dateOption('kq3Vd81a', 1981, 9, 14),
    dateOption('Zt0_m2xw', 1980, 2, 3),
    { value: 'a9fPq-77', content: { type: 'none_of_these' } },
    dateOption('Lr5bN0cD', 1979, 12, 31),
    dateOption('uE83-hJk', 1982, 5, 20),
  ],
};

export const SUM_QUESTION: AskedChoice = {
  entry: 'choice',
  wording: null,
  on: null,
  kind: 'birth_month_plus_day',
  fact: 'date_of_birth',
  options: [
    { value: 'Hn2_p0Qs', content: { type: 'number', value: 23 } },
    { value: 'x81mTf-e', content: { type: 'number', value: 5 } },
    { value: 'Yb4kR9vO', content: { type: 'number', value: 43 } },
    { value: 'cW7_dL3z', content: { type: 'number', value: 25 } },
    { value: 'oG6sJ1iU', content: { type: 'none_of_these' } },
  ],
};

export const samplePending = (changes: Partial<PendingView> = {}): PendingView => ({
  id: makeId('challenge', OPENED_AT, new Uint8Array(10)),
  channel: sampleChannel(),
  questions: [DATE_QUESTION],
  purpose: 'See the balance of your vault',
  locale: 'en',
  maskedPhone: '+52 ** **** 5678',
  createdAt: instant(OPENED_AT - 13_000),
  now: OPENED_AT,
  expiresAt: instant(OPENED_AT + 47_000),
  attemptsLeft: 1,
  ...changes,
});

const REASON_OF: Readonly<Record<Verdict, Reason>> = {
  passed: 'answered',
  failed: 'answered',
  expired: 'deadline',
  canceled: 'canceled_by_bot',
};

export const sampleGone = (verdict: Verdict, changes: Partial<GoneView> = {}): GoneView => ({
  verdict,
  reason: REASON_OF[verdict],
  channel: sampleChannel(),
  locale: 'en',
  ...changes,
});
