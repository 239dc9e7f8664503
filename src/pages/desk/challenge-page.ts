import type { AskedWith, Timeline, TimelineStep } from '../../app/show-timeline.ts';
import type { Challenge } from '../../domain/challenge/challenge.ts';
import { type Html, html } from '../html.ts';
import { shownText } from '../shown-text.ts';
import { statusMark } from './challenge-rows.ts';
import { deliveryRows } from './delivery-rows.ts';
import { duration } from './desk-formats.ts';
import { type DeskFrame, type DeskPage, deskPage } from './desk-layout.ts';
import { REASON, STATUS, STEP } from './desk-words.ts';

export function challengePage(frame: DeskFrame, timeline: Timeline): DeskPage {
  const { id, channel, status, reason, asked, stored } = timeline;
  const path = `/desk/challenges/${id}`;
  const name = shownText(asked?.clientId ?? null) ?? 'A client who was erased';
  return deskPage(
    frame,
    'challenges',
    `Challenge of ${name}`,
    html`<p class="crumb"><a href="/desk/challenges">Challenges</a></p>
<div class="head"><h1><bdi>${name}</bdi></h1>${statusMark(status)}</div>
<p class="soft">${reason === null ? openYet(stored, frame) : REASON[reason]}</p>
${channel.tests !== undefined && html`<p class="done test">This is a test from the desk, and the log says so. No platform is told of it.</p>`}
${stored === null && html`<p class="done">Only the log is left of this challenge: the rest was removed as the settings of retention, or the person, wanted it.</p>`}
${status === 'pending' && html`<p><a class="button quiet" href="${path}">Look again</a></p>`}
<section aria-labelledby="happened"><h2 id="happened">What happened</h2>
<ol class="timeline">${timeline.steps.map((step, nth) => stepItem(frame, step, timeline.steps[nth - 1] ?? null))}</ol></section>
<section aria-labelledby="told"><h2 id="told">What the platform was told</h2>
${
  timeline.deliveries.length === 0
    ? html`<p class="soft">${nothingTold(timeline)}</p>`
    : deliveryRows(frame, timeline.deliveries, path)
}</section>
<section aria-labelledby="about"><h2 id="about">What was asked for</h2>${about(frame, timeline)}
${stored !== null && html`<p><a href="/desk/clients/${channel.id}/${stored.client}">This client’s other challenges, and whether it is locked</a></p>`}</section>
<section aria-labelledby="proof"><h2 id="proof">Evidence for a third party</h2>
<p class="soft">Signed, and checked offline with <code>countersign evidence verify</code>. It never holds an answer.</p>
<ul class="files">
<li><a href="${path}/evidence.pdf" download>PDF</a>, without what finds the person</li>
<li><a href="${path}/evidence.json" download>JSON</a>, without what finds the person</li>
<li><a href="${path}/evidence.pdf?reveal=all" download>PDF with everything</a>: client, address, device and place as well</li>
<li><a href="${path}/evidence.json?reveal=all" download>JSON with everything</a></li>
</ul></section>`,
  );
}

function openYet(stored: Timeline['stored'], { now, formats }: DeskFrame): Html | null {
  if (stored === null) return null;
  const { expiresAt } = stored.lifecycle;
  return expiresAt > now
    ? html`${stored.firstViewedAt === null ? 'Nobody has opened the page yet.' : 'The page is open, and not answered yet.'} It ends at ${formats.moment(expiresAt)} by itself.`
    : html`Its time is over; within seconds it is written down as expired.`;
}

function nothingTold({ channel, status, stored }: Timeline): string {
  if (channel.tests !== undefined) return 'Nothing: it is a test.';
  if (stored === null) return 'Nothing is kept of that any more.';
  if (channel.connector === null)
    return 'Nothing: the channel has no connector, so its bot asks for the verdict.';
  return status === 'pending'
    ? 'Nothing yet: there is no verdict.'
    : 'Nothing: the channel does not tell of this.';
}

type Row = readonly [label: string, value: Html | string | null];

function about({ formats }: DeskFrame, { id, channel, asked, stored }: Timeline): Html {
  const rows: readonly Row[] = [
    ['Id', html`<code>${id}</code>`],
    ['Channel', channel.id],
    ...(stored === null ? [] : storedRows(stored, formats)),
    ...(asked === null ? [] : askedRows(asked)),
  ];
  return html`<dl class="facts">${rows
    .filter(([, value]) => value !== null)
    .map(
      ([label, value]) => html`<div><dt><bdi>${label}</bdi></dt><dd><bdi>${value}</bdi></dd></div>`,
    )}</dl>`;
}

const storedRows = ({ policy, lifecycle }: Challenge, formats: DeskFrame['formats']): readonly Row[] => [
  ['Asked at', formats.moment(lifecycle.createdAt)],
  ['Policy', policy],
  ['Time given', duration(lifecycle.expiresAt - lifecycle.createdAt)],
  ['Attempts', `${lifecycle.attempts} of ${lifecycle.attemptsAllowed}`],
];

const askedRows = ({ purpose, flow, maskedPhone, locale, metadata }: AskedWith): readonly Row[] => [
  ['Purpose', shownText(purpose)],
  ['Flow', shownText(flow)],
  ['Telephone', maskedPhone],
  ['Language asked for', shownText(locale)],
  ...Object.entries(metadata ?? {}).map(
    ([name, value]): Row => [shownText(name) ?? 'unnamed', shownText(value)],
  ),
];

function stepItem({ formats }: DeskFrame, step: TimelineStep, before: TimelineStep | null): Html {
  const where = [step.country, shownText(step.userAgent)].filter((each) => each !== null).join(' · ');
  return html`<li class="event ${step.outcome ?? 'step'}">
<span class="when">${formats.moment(step.at)}${before !== null && step.at - before.at >= 500 && html` <span class="soft">+${duration(step.at - before.at)}</span>`}</span>
<span class="what"><strong>${STEP[step.type]}${step.outcome !== null && html`: ${STATUS[step.outcome]}`}</strong>
${step.isGone && html`<span class="soft">What it said of the person was erased, or is blocked until it is.</span>`}
${where !== '' && html`<span class="soft where"><bdi>${where}</bdi></span>`}
${step.questions.length > 0 && showsAnswers(step) && questions(step)}</span>
</li>`;
}

/** Worded as soon as the page was shown; told where an answer was given, and else once, at the first view. */
const showsAnswers = ({ type, questions: asked }: TimelineStep): boolean =>
  type === 'challenge.viewed' || asked.some(({ met }) => met !== null);

const questions = (step: TimelineStep): Html =>
  html`<ul class="questions">${step.questions.map(
    ({ wording, met }) =>
      html`<li class="question"><bdi>${shownText(wording) ?? ''}</bdi>${met !== null && html` <span class="state ${met ? 'passed' : 'failed'}">${met ? 'met' : 'not met'}</span>`}</li>`,
  )}</ul>`;
