import type { FoundChallenges } from '../../app/find-challenges.ts';
import { html } from '../html.ts';
import { challengeRows } from './challenge-rows.ts';
import { csrfField, type DeskFrame, type DeskPage, deskPage } from './desk-layout.ts';
import { STATUS } from './desk-words.ts';
import { filterForm, isFiltered, type ListFilter, nextPage } from './filter-form.ts';

export const CHALLENGES_PATH = '/desk/challenges';

export function challengesPage(frame: DeskFrame, filter: ListFilter, found: FoundChallenges): DeskPage {
  const rowsOf = frame.channels.length > 1 ? 'several_channels' : 'one_channel';
  return deskPage(
    frame,
    'challenges',
    'Challenges',
    html`<h1>Challenges</h1>
<form class="search" method="post" action="/desk/look-up" role="search">${csrfField(frame)}
<label for="sought">Find one, or somebody</label>
<p class="together"><input id="sought" name="sought" type="search" maxlength="300" autocomplete="off" required aria-describedby="sought-how"><button class="button">Find</button></p>
<p class="soft" id="sought-how">An id of a challenge or a delivery, the client’s id, or a telephone number. What you type stands in no address and in no log.</p>
</form>
${filterForm(frame, CHALLENGES_PATH, filter, STATUS)}
${
  found.challenges.length === 0
    ? html`<section class="empty"><h2>${isFiltered(filter) ? 'None is like that' : 'No one has been asked yet'}</h2>
<p>${isFiltered(filter) ? 'Widen the days, or choose “any”.' : 'Every link that your bot asks for will stand here, the newest first.'}</p></section>`
    : challengeRows(found.challenges, frame, rowsOf)
}
${nextPage(CHALLENGES_PATH, filter, found.next)}`,
  );
}
