import type { Delivery } from '../../domain/delivery/delivery.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Html, html } from '../html.ts';
import { duration } from './desk-formats.ts';
import { csrfField, type DeskFrame } from './desk-layout.ts';
import { DELIVERY, EVENT } from './desk-words.ts';

/** Deliveries, one a row, each with what can be done about it. @param back the page to come back to. */
export function deliveryRows(frame: DeskFrame, deliveries: readonly Delivery[], back: string): Html {
  const { formats, now, channels } = frame;
  return html`<ol class="rows deliveries">${deliveries.map(
    (delivery) => html`<li class="row">
<span class="when">${formats.brief(delivery.createdAt, now)}</span>
<span class="state ${delivery.status}">${DELIVERY[delivery.status]}</span>
<span class="what"><a class="subject" href="/desk/challenges/${delivery.challenge}">${EVENT[delivery.event]}</a> <span class="soft aside">to ${delivery.connector}${channels.length > 1 && ` of ${delivery.channel}`}, ${tries(delivery)}${nextTry(delivery, now)}</span>
${delivery.lastError !== null && html`<span class="why"><bdi>${delivery.lastError}</bdi></span>`}</span>
${doing(frame, delivery, back)}
</li>`,
  )}</ol>`;
}

const tries = ({ attempts }: Delivery): string => (attempts === 1 ? '1 attempt' : `${attempts} attempts`);

const nextTry = ({ status, nextAttemptAt }: Delivery, now: Instant): string => {
  if (status !== 'pending') return '';
  return nextAttemptAt <= now ? ', due now' : `, next in ${duration(nextAttemptAt - now)}`;
};

function doing(frame: DeskFrame, { id, status }: Delivery, back: string): Html {
  const form = (action: 'retry' | 'give-up', words: string): Html =>
    html`<form method="post" action="/desk/deliveries/${id}/${action}">${csrfField(frame)}<input type="hidden" name="back" value="${back}"><button class="plain ${status}-one">${words}<span class="unseen"> (delivery ${id})</span></button></form>`;
  return html`<span class="doing">${form('retry', 'Send again')}${status === 'pending' && form('give-up', 'Give up')}</span>`;
}
