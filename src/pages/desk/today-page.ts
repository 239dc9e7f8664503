import type { DayFigures } from '../../app/day-figures.ts';
import type { FoundChallenge } from '../../app/find-challenges.ts';
import { type Html, html } from '../html.ts';
import { challengeRows } from './challenge-rows.ts';
import { duration, percent } from './desk-formats.ts';
import { type DeskFrame, type DeskPage, deskPage } from './desk-layout.ts';
import { hourChart } from './hour-chart.ts';

/** What an operator should look at; each counted as far as `most`. */
export type Attention = {
  readonly givenUp: number;
  readonly stuck: number;
  readonly locked: number;
  readonly most: number;
};

export type TodayView = {
  readonly figures: DayFigures;
  readonly attention: Attention;
  readonly latest: readonly FoundChallenge[];
};

export function todayPage(frame: DeskFrame, { figures, attention, latest }: TodayView): DeskPage {
  const { formats, now, channels } = frame;
  return deskPage(
    frame,
    'today',
    'Today',
    html`<div class="head"><h1>Today</h1>
<p class="soft">${formats.day(now)}, ${formats.clock(now)} <span class="zone">${formats.timeZone}</span></p></div>
${attentionList(attention, frame)}
${
  figures.asked === 0
    ? nobodyYet(latest.length > 0)
    : html`${tiles(figures, frame)}
<section aria-labelledby="by-hour"><h2 id="by-hour">By the hour</h2>
${hourChart(figures.hours, formats)}</section>`
}
${
  latest.length > 0 &&
  html`<section aria-labelledby="latest"><div class="head"><h2 id="latest">The latest</h2><a href="/desk/challenges">All challenges</a></div>
${challengeRows(latest, frame, channels.length > 1 ? 'several_channels' : 'one_channel')}</section>`
}`,
  );
}

const nobodyYet = (isQuiet: boolean): Html => html`<section class="empty">
<h2>No one has been asked yet${isQuiet ? ' today' : ''}</h2>
<p>As soon as your bot asks for a link, the figures of the day stand here.</p>
<p class="ways"><a class="button" href="/desk/try">Try it on yourself</a> <a class="button quiet" href="/desk/chatfuel">Set up your bot</a></p>
</section>`;

function tiles({ asked, counts, denied, answer }: DayFigures, { formats }: DeskFrame): Html {
  const { count } = formats;
  const ended = asked - counts.pending;
  const tile = (name: string, label: string, value: string, note: string | null): Html =>
    html`<div class="tile ${name}"><dt>${label}</dt><dd><strong>${value}</strong>${note !== null && html`<span>${note}</span>`}</dd></div>`;
  const ofEnded = (part: number) => `${percent(part, ended)} of those that ended`;
  return html`<dl class="tiles">
${tile('asked', 'Asked', count(asked), counts.pending === 0 ? 'all have ended' : `${count(counts.pending)} still open`)}
${tile('passed', 'Passed', count(counts.passed), ofEnded(counts.passed))}
${tile('failed', 'Failed', count(counts.failed), ofEnded(counts.failed))}
${tile('expired', 'Expired', count(counts.expired), ofEnded(counts.expired))}
${tile('canceled', 'Canceled', count(counts.canceled), denied === 0 ? 'none by the person' : `${count(denied)} said: it was not me`)}
${tile('time', 'Time to answer', answer === null ? '–' : duration(answer.median), answer === null ? 'nobody has answered' : `half are faster; 95 in 100 within ${duration(answer.p95)}`)}
</dl>`;
}

function attentionList({ givenUp, stuck, locked, most }: Attention, { formats }: DeskFrame): Html | null {
  const many = (number: number) =>
    number >= most ? `${formats.count(most)} or more` : formats.count(number);
  const items = [
    givenUp > 0 &&
      html`<li class="worth"><a href="/desk/deliveries?status=given_up"><strong>${many(givenUp)}</strong> ${givenUp === 1 ? 'message' : 'messages'} did not reach the platform within the last day</a>: look why, and send again.</li>`,
    stuck > 0 &&
      html`<li class="worth"><a href="/desk/deliveries?status=pending"><strong>${many(stuck)}</strong> ${stuck === 1 ? 'message waits' : 'messages wait'} for the platform</a>, which did not take ${stuck === 1 ? 'it' : 'them'} at first. They are tried again by themselves.</li>`,
    locked > 0 &&
      html`<li class="worth"><a href="/desk/clients"><strong>${many(locked)}</strong> ${locked === 1 ? 'client is' : 'clients are'} locked out</a> after wrong answers.</li>`,
  ].filter((item) => item !== false);
  return items.length === 0 ? null : html`<ul class="attention" aria-label="To look at">${items}</ul>`;
}
