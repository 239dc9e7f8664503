import type { ClientView } from '../../app/show-client.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Html, html } from '../html.ts';
import { type DeskFormats, duration } from './desk-formats.ts';

/** Why a client is refused, as one sentence, and whether an operator can help. */
export function clientState(view: ClientView, formats: DeskFormats, now: Instant): Html {
  const { state, until } = view;
  const end = until === null ? null : html`until ${formats.moment(until)}, for ${duration(until - now)} more`;
  switch (state) {
    case 'locked':
      return html`Locked after wrong answers ${end}.`;
    case 'locked_for_operator':
      return html`Locked after too many wrong answers in a row, until an operator unlocks it.`;
    case 'asked_too_often':
      return html`Asked too often: the next link can be made ${end}. Unlocking does not shorten that.`;
    case 'open':
      return exhausted(view)
        ? html`Not locked, but what is known of it has seen too many wrong answers to be asked again, until an operator unlocks it.`
        : html`Not locked.`;
  }
}

export const stateMark = (view: ClientView): Html => {
  if (view.state === 'open' && !exhausted(view)) return html`<span class="state delivered">open</span>`;
  return html`<span class="state failed">${MARKS[view.state]}</span>`;
};

const MARKS: Readonly<Record<ClientView['state'], string>> = {
  open: 'held back',
  locked: 'locked',
  locked_for_operator: 'locked',
  asked_too_often: 'waits',
};

const exhausted = ({ facts }: ClientView): boolean => facts.some((fact) => fact.exhausted);

/** Whether there is anything to lift. */
export const canBeUnlocked = (view: ClientView): boolean =>
  view.consecutiveFailures > 0 || view.facts.some(({ wrongAnswers }) => wrongAnswers > 0);
