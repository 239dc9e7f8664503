import type { Channel } from '../../src/app/channel.ts';
import { instant } from '../../src/kernel/instant.ts';
import { answeredPage } from '../../src/pages/answered-page.ts';
import { deniedPage } from '../../src/pages/denied-page.ts';
import type { Feedback } from '../../src/pages/feedback.ts';
import { gonePage } from '../../src/pages/gone-page.ts';
import { landingPage } from '../../src/pages/landing-page.ts';
import type { Language } from '../../src/pages/language.ts';
import type { Page } from '../../src/pages/layout.ts';
import { lockedPage } from '../../src/pages/locked-page.ts';
import { questionPage } from '../../src/pages/question-page.ts';
import { refusedPage } from '../../src/pages/refused-page.ts';
import { brokenPage, notRecordedPage, notShownPage, notStoppedPage } from '../../src/pages/trouble-page.ts';
import { unknownPage } from '../../src/pages/unknown-page.ts';
import { PLAIN_LOGO } from './sample-logo.ts';
import { CHOICES, TYPED } from './sample-questions.ts';
import { OPENED_AT, sampleChannel, sampleGone, samplePending } from './sample-views.ts';

type Draw = (language: Language, channel: Channel) => Page;

const asking =
  (questions: Parameters<typeof samplePending>[0] = {}, feedback: Feedback = null): Draw =>
  (language, channel) =>
    questionPage(language, samplePending({ channel, ...questions }), feedback);

const faults = (
  sent: Readonly<Record<string, string>>,
  ...at: readonly (readonly [string, 'missing' | 'malformed'])[]
): Feedback => ({
  type: 'faults',
  faults: new Map(at),
  sent: new Map(Object.entries(sent).map(([name, value]) => [name, [value]])),
});

const locked =
  (minutes: number | null): Draw =>
  (language, channel) => {
    const until = minutes === null ? null : instant(OPENED_AT + minutes * 60_000);
    return lockedPage(language, { channel, locale: null, now: OPENED_AT, until });
  };

const FOUR = [CHOICES.birth_month_plus_day, CHOICES.card_number, CHOICES.amount, CHOICES.city];
const TYPED_FOUR = [TYPED.date, TYPED.digits, TYPED.characters, TYPED.word];

/** Every page that a person can meet, by a name that a file may have. */
export const STATES: Readonly<Record<string, Draw>> = {
  landing: landingPage,
  question: asking(),
  'question-sum': asking({ questions: [CHOICES.birth_month_plus_day] }),
  'question-bare': (language) =>
    questionPage(
      language,
      samplePending({
        channel: sampleChannel({ displayName: null }),
        questions: [CHOICES.age_on_date],
        purpose: null,
        maskedPhone: null,
      }),
      null,
    ),
  'question-long-purpose': asking({ purpose: 'W'.repeat(10_000) }),
  'two-questions': asking({ questions: [CHOICES.date_of_birth, CHOICES.national_id], attemptsLeft: 2 }),
  'four-questions': asking({ questions: FOUR, attemptsLeft: 2 }),
  typed: asking({ questions: TYPED_FOUR, attemptsLeft: 2 }),
  'typed-own-words': asking({ questions: [TYPED.own] }),
  branded: (language, channel) =>
    questionPage(
      language,
      samplePending({
        channel: {
          ...channel,
          look: {
            accent: '#7a1f6b',
            logo: PLAIN_LOGO,
            words: new Map([[language.tag, { title: 'Vault: one question', help: '800 555 0100, 9–18' }]]),
          },
        },
      }),
      null,
    ),
  'field-error': asking(
    { questions: [CHOICES.date_of_birth, CHOICES.birth_year], attemptsLeft: 2 },
    faults({ q1: CHOICES.date_of_birth.options[1]?.value ?? '' }, ['q2', 'missing']),
  ),
  'field-error-typed': asking(
    { questions: TYPED_FOUR, attemptsLeft: 2 },
    faults(
      { 'q1-day': '31', 'q1-month': '2', 'q1-year': '1980', q2: '56', q4: 'Mérida' },
      ['q1', 'malformed'],
      ['q2', 'malformed'],
      ['q3', 'missing'],
    ),
  ),
  'not-matched': asking({ attemptsLeft: 2 }, { type: 'not_matched' }),
  answered: answeredPage,
  denied: (language, channel) => deniedPage(language, sampleGone('canceled', { channel })),
  'gone-expired': (language, channel) => gonePage(language, sampleGone('expired', { channel })),
  'gone-answered': (language, channel) => gonePage(language, sampleGone('failed', { channel })),
  'gone-canceled': (language, channel) => gonePage(language, sampleGone('canceled', { channel })),
  'gone-superseded': (language, channel) =>
    gonePage(language, sampleGone('canceled', { channel, reason: 'superseded' })),
  'gone-denied': (language, channel) =>
    gonePage(language, sampleGone('canceled', { channel, reason: 'canceled_by_person' })),
  locked: locked(15),
  'locked-until-helped': locked(null),
  unknown: unknownPage,
  'not-recorded': (language, channel) => notRecordedPage(language, [['q1', 'Zt0_m2xw']], channel),
  'not-stopped': (language, channel) => notStoppedPage(language, ['not_me', '1'], channel),
  'not-shown': notShownPage,
  broken: brokenPage,
  refused: (language, channel) => refusedPage(language, 'bad_request', channel),
};
