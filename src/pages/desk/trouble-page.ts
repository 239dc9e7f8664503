import { html } from '../html.ts';
import { type DeskPage, doorPage } from './desk-layout.ts';

/** What can go wrong with a request to the desk: what happened, and what to do next. */
const TROUBLES = {
  not_found: [
    'There is no such page',
    'What you look for is not here, or not in a channel that your key opens. An address that was copied may have lost its end.',
  ],
  not_ours: [
    'This did not come from the desk',
    'Nothing was changed. The form was sent by another page, or it is older than your session. Open the desk, and do it again from there.',
  ],
  bad_form: [
    'The form did not arrive as it was sent',
    'Nothing was changed. Go back, load the page again, and send it once more.',
  ],
  too_large: ['That is too much', 'Nothing was changed. Go back and write less.'],
  unavailable: [
    'The database cannot be reached',
    'Nothing was changed. Try again in a moment. If it stays so, run countersign doctor on the server: it says what is wrong.',
  ],
  broken: [
    'Something is broken here',
    'It is our fault, and nothing was changed that is not in the log. The service’s own log says where it failed: please tell those who build it.',
  ],
} as const;

export type Trouble = keyof typeof TROUBLES;

export function troublePage(trouble: Trouble): DeskPage {
  const [title, words] = TROUBLES[trouble];
  return doorPage(
    title,
    null,
    html`<h1>${title}</h1><p>${words}</p><p><a class="button" href="/desk">To the desk</a></p>`,
  );
}
