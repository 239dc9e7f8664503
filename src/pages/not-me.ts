import type { Channel } from '../app/channel.ts';
import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { nameWithin } from './shown-text.ts';

/** The name of the button by which a person says that it was not they; the form's other fields do not count then. */
export const NOT_ME = 'not_me';

/**
 * Folded up, so that a trembling finger that meant to answer does not say no: it takes two taps, far from each other.
 * @param form the id of the form on the page that it is sent with.
 */
export function notMe({ messages }: Language, { displayName }: Channel, form: string): Html {
  const { question, text, say } = messages.notMe;
  return html`<details class="not-me">
<summary>${question}</summary>
<p>${text({ business: nameWithin(displayName) })}</p>
<button class="button quiet" form="${form}" name="${NOT_ME}" value="1" formnovalidate data-sending="${messages.question.sending}">${say}</button>
</details>`;
}
