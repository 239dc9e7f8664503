import { type Inline, inline } from './assets.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';

/** How much time there is to answer, in milliseconds: `0 < left <= total`. */
export type TimeToAnswer = { readonly left: number; readonly total: number };

/** Seconds before the end at which a screen reader says how much time is left: seldom enough not to disturb. */
const ANNOUNCED_AT: readonly number[] = [300, 120, 60, 30, 10];
/** A moment already close when the page opens would be said right after the page itself. */
const QUIET_AT_OPENING = 5;
/** Seconds before the end from which on the bar looks urgent. */
const URGENT = 10;

/** @param span instants of the challenge and of now, in milliseconds. */
export function timeToAnswer(span: {
  readonly createdAt: number;
  readonly now: number;
  readonly expiresAt: number;
}): TimeToAnswer {
  const left = Math.max(span.expiresAt - span.now, 1);
  // A clock that was set back must not make the bar longer than whole.
  return { left, total: Math.max(span.expiresAt - span.createdAt, left) };
}

/** The bar, which moves by its style alone, and the numbers, which the page's script fills in. */
export function countdown({ messages, formats }: Language, { left }: TimeToAnswer): Html {
  const { question } = messages;
  const seconds = Math.ceil(left / 1000);
  const announced = ANNOUNCED_AT.filter((moment) => moment + QUIET_AT_OPENING < seconds).map(
    (moment) => [moment, question.timeAnnounced({ seconds: moment })] as const,
  );
  return html`<div class="time" id="time" data-left="${left}" data-digits="${formats.digits}" data-label="${question.timeLeft}" data-announce="${JSON.stringify(announced)}">
<p role="timer"><span id="label">${question.timeAtOpening({ seconds })}</span> <span class="clock" id="clock" dir="ltr" hidden></span></p>
<div class="track" aria-hidden="true"><div class="left" id="left"></div></div>
<p class="unseen" id="heard" role="status"></p>
</div>`;
}

/** Starts the bar where the true time stands. */
export function countdownStyle({ left, total }: TimeToAnswer): Inline {
  const urgentIn = Math.max(left - URGENT * 1000, 0);
  return inline(
    `.left{animation:run-out ${total}ms linear ${left - total}ms both,hurry 1s linear ${urgentIn}ms both}`,
  );
}
