import type { FoundChallenge } from '../../app/find-challenges.ts';
import type { Status } from '../../domain/challenge/lifecycle.ts';
import { type Html, html } from '../html.ts';
import { shownText } from '../shown-text.ts';
import { duration } from './desk-formats.ts';
import type { DeskFrame } from './desk-layout.ts';
import { STATUS } from './desk-words.ts';

/** How a challenge stands: in a word, and in a colour that says no more than the word. */
export const statusMark = (status: Status): Html =>
  html`<span class="state ${status}">${STATUS[status]}</span>`;

/** Whether each row says whose it is, and of which channel. */
export type RowsOf = 'one_channel' | 'several_channels' | 'one_client';

/** Challenges, one a row. */
export function challengeRows(
  challenges: readonly FoundChallenge[],
  { formats, now }: Pick<DeskFrame, 'formats' | 'now'>,
  rowsOf: RowsOf,
): Html {
  return html`<ol class="rows challenges">${challenges.map(({ view, channel }) => {
    const subject = shownText(view.purpose ?? view.flow);
    const client = shownText(view.clientId) ?? 'unnamed client';
    const isOnes = rowsOf === 'one_client';
    return html`<li class="row">
<span class="when">${formats.brief(view.createdAt, now)}</span>
${statusMark(view.status)}
<span class="what"><a class="subject" href="/desk/challenges/${view.id}"><bdi>${isOnes ? (subject ?? 'Challenge') : client}</bdi></a>
${!isOnes && subject !== null && html`<span class="soft aside"><bdi>${subject}</bdi></span>`}
${rowsOf === 'several_channels' && html`<span class="soft aside">${channel}</span>`}</span>
<span class="soft">${tookFor(view)}</span>
</li>`;
  })}</ol>`;
}

function tookFor({ createdAt, decidedAt, deliveries }: FoundChallenge['view']): string {
  const took = decidedAt === null ? null : `after ${duration(decidedAt - createdAt)}`;
  const stuck = deliveries.some(
    ({ status, lastError }) => status === 'given_up' || (status === 'pending' && lastError !== null),
  );
  return [took, stuck ? 'the platform does not know yet' : null].filter((each) => each !== null).join(', ');
}
