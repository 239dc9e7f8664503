import type { DeskClient } from '../../app/desk-clients.ts';
import type { FoundChallenges } from '../../app/find-challenges.ts';
import { type Html, html } from '../html.ts';
import { shownText } from '../shown-text.ts';
import { challengeRows } from './challenge-rows.ts';
import { canBeUnlocked, clientState, stateMark } from './client-state.ts';
import { csrfField, type DeskFrame, type DeskPage, deskPage } from './desk-layout.ts';
import { NO_FILTER, nextPage } from './filter-form.ts';

export function clientPage(frame: DeskFrame, client: DeskClient, found: FoundChallenges): DeskPage {
  const { view, channel, ref } = client;
  const path = `/desk/clients/${channel}/${ref}`;
  const name = shownText(view.clientId) ?? 'unnamed client';
  return deskPage(
    frame,
    'clients',
    `Client ${name}`,
    html`<p class="crumb"><a href="/desk/clients">Clients</a></p>
<div class="head"><h1><bdi>${name}</bdi></h1>${stateMark(view)}</div>
<p>${clientState(view, frame.formats, frame.now)}</p>
<dl class="facts"><div><dt>Wrong in a row</dt><dd>${frame.formats.count(view.consecutiveFailures)}</dd></div><div><dt>Channel</dt><dd>${channel}</dd></div></dl>
${canBeUnlocked(view) && unlocking(frame, path)}
<section aria-labelledby="asked"><h2 id="asked">What it was asked about</h2>
${view.facts.length === 0 ? html`<p class="soft">Nothing yet.</p>` : factTable(client, frame)}</section>
<section aria-labelledby="its"><h2 id="its">Its challenges</h2>
${challengeRows(found.challenges, frame, 'one_client')}
${nextPage(path, NO_FILTER, found.next)}</section>`,
  );
}

const unlocking = (
  frame: DeskFrame,
  path: string,
): Html => html`<details class="more"><summary>Unlock this client</summary>
<p>Its wrong answers are forgotten, and the log says that an operator did so. A guesser who comes by this way starts afresh: be sure first, in another way, that the person is who they say.</p>
<form method="post" action="${path}/unlock">${csrfField(frame)}<button class="button">I am sure: unlock</button></form></details>`;

const factTable = (
  { view }: DeskClient,
  { formats }: DeskFrame,
): Html => html`<div class="scroll" tabindex="0" role="region" aria-label="Its facts"><table>
<thead><tr><th scope="col">Fact</th><th scope="col">Challenges</th><th scope="col">Wrong answers</th><th scope="col">Asked again</th></tr></thead>
<tbody>${view.facts.map(
  ({ fact, challenges, wrongAnswers, exhausted }) =>
    html`<tr><th scope="row"><code>${fact}</code></th><td>${formats.count(challenges)}</td><td>${formats.count(wrongAnswers)}</td><td>${exhausted ? 'not until it is unlocked' : 'yes'}</td></tr>`,
)}</tbody></table></div>`;
