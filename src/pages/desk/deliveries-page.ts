import type { DeliveryPage } from '../../app/operate-deliveries.ts';
import { type Html, html } from '../html.ts';
import { deliveryRows } from './delivery-rows.ts';
import { csrfField, type DeskFrame, type DeskPage, deskPage } from './desk-layout.ts';
import { DELIVERY } from './desk-words.ts';
import { filterForm, isFiltered, type ListFilter, listAddress, nextPage } from './filter-form.ts';

export const DELIVERIES_PATH = '/desk/deliveries';

export function deliveriesPage(frame: DeskFrame, filter: ListFilter, found: DeliveryPage): DeskPage {
  const back = listAddress(DELIVERIES_PATH, filter, null);
  return deskPage(
    frame,
    'deliveries',
    'Deliveries',
    html`<h1>Deliveries</h1>
<p class="soft">What the platform is told, and whether it took it. What it does not take is tried again for three days, ever less often.</p>
${filterForm(frame, DELIVERIES_PATH, filter, DELIVERY)}
${
  found.deliveries.length === 0
    ? html`<section class="empty"><h2>${isFiltered(filter) ? 'None is like that' : 'Nothing was sent yet'}</h2>
<p>${isFiltered(filter) ? 'Widen the days, or choose “any”.' : 'When a verdict falls, the platform is told within a second, and it stands here. A channel without a connector tells nobody: its bot asks for the verdict.'}</p></section>`
    : html`${sendAll(frame, filter, back)}${deliveryRows(frame, found.deliveries, back)}`
}
${nextPage(DELIVERIES_PATH, filter, found.next)}`,
  );
}

/** A range at once: only where the list shows what was given up. */
function sendAll(frame: DeskFrame, filter: ListFilter, back: string): Html | null {
  if (filter.status !== 'given_up') return null;
  return html`<details class="more"><summary>Send all of these again</summary>
<p>Every delivery of this list, older pages included, is sent once more: right after the platform was mended, say. Those more than 30 days old stay as they are.</p>
<form method="post" action="/desk/deliveries/retry">${csrfField(frame)}<input type="hidden" name="back" value="${back}">
${Object.entries(filter).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button class="button">Send all again</button></form></details>`;
}
