import type { DeskClient } from '../../app/desk-clients.ts';
import { type Html, html } from '../html.ts';
import { shownText } from '../shown-text.ts';
import { clientState, stateMark } from './client-state.ts';
import { csrfField, type DeskFrame, type DeskPage, deskPage } from './desk-layout.ts';

export function clientsPage(frame: DeskFrame, clients: readonly DeskClient[]): DeskPage {
  return deskPage(
    frame,
    'clients',
    'Clients',
    html`<h1>Clients</h1>
<form class="search" method="post" action="/desk/look-up" role="search">${csrfField(frame)}
<label for="sought">Find a client</label>
<p class="together"><input id="sought" name="sought" type="search" maxlength="300" autocomplete="off" required aria-describedby="sought-how"><button class="button">Find</button></p>
<p class="soft" id="sought-how">By the id that the bot has for it, or by its telephone number, in any spelling.</p>
</form>
<section aria-labelledby="held"><h2 id="held">Locked out since their last right answer</h2>
${
  clients.length === 0
    ? html`<div class="empty"><h3>Nobody is locked out</h3><p>Who answers wrong several times in a row is locked for a while, and then stands here.</p></div>`
    : html`<p class="soft">Most wrong answers first. Before you unlock somebody, be sure in another way that it is they who ask.</p>${clientRows(frame, clients)}`
}</section>`,
  );
}

/** Several clients that one search found. */
export const foundClientsPage = (frame: DeskFrame, clients: readonly DeskClient[]): DeskPage =>
  deskPage(
    frame,
    'clients',
    'Found clients',
    html`<p class="crumb"><a href="/desk/clients">Clients</a></p><h1>Several were found</h1>${clientRows(frame, clients)}`,
  );

const clientRows = (frame: DeskFrame, clients: readonly DeskClient[]): Html =>
  html`<ol class="rows clients">${clients.map(
    ({ channel, ref, view }) => html`<li class="row">
${stateMark(view)}
<span class="what"><a class="subject" href="/desk/clients/${channel}/${ref}"><bdi>${shownText(view.clientId) ?? 'unnamed client'}</bdi></a>
<span class="soft aside">${clientState(view, frame.formats, frame.now)}</span></span>
<span class="soft">${frame.formats.count(view.consecutiveFailures)} wrong in a row · ${channel}</span>
</li>`,
  )}</ol>`;
