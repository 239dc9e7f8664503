import type { DeliveryMessage } from '../app/ports.ts';
import type { DeliveryEvent } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { textThat } from './setting-schemas.ts';
import { toldAs } from './told-as.ts';

const LONGEST_TEXT = 1000;
const LINK = '{link}';

const isText = (value: string): boolean => value.length > 0 && value.length <= LONGEST_TEXT;
const A_TEXT = `must be a text of 1 to ${LONGEST_TEXT} characters`;

/**
 * Settings of connectors that write into the chat themselves: the words for each event. One without words is not told.
 * `text_link` is sent when a challenge is made; `{link}` in it becomes the person's link, which else follows it.
 */
export const EVENT_TEXTS = {
  text_link: Type.Optional(textThat(isText, A_TEXT)),
  text_passed: Type.Optional(textThat(isText, A_TEXT)),
  text_failed: Type.Optional(textThat(isText, A_TEXT)),
  text_expired: Type.Optional(textThat(isText, A_TEXT)),
} as const;

export type EventTexts = {
  readonly text_link?: string;
  readonly text_passed?: string;
  readonly text_failed?: string;
  readonly text_expired?: string;
};

export const TEXT_EVENTS = [
  'created',
  'passed',
  'failed',
  'expired',
] as const satisfies readonly DeliveryEvent[];

const textFor = (texts: EventTexts, event: DeliveryEvent): string | undefined => {
  switch (event) {
    case 'created':
      return texts.text_link;
    case 'passed':
      return texts.text_passed;
    case 'failed':
      return texts.text_failed;
    case 'expired':
      return texts.text_expired;
    case 'viewed':
    case 'canceled':
      return undefined;
  }
};

/** The events that there are words for. */
export const eventsWithText = (texts: EventTexts): ReadonlySet<DeliveryEvent> =>
  new Set(TEXT_EVENTS.filter((event) => textFor(texts, event) !== undefined));

/** The words for a message, its link in them; null where there are none, or where the link is gone. */
export function wordsFor(texts: EventTexts, message: DeliveryMessage): string | null {
  const text = textFor(texts, toldAs(message));
  if (text === undefined) return null;
  if (message.event !== 'created') return text;
  if (message.link === null) return null;
  return text.includes(LINK) ? text.replaceAll(LINK, message.link) : `${text}\n${message.link}`;
}

/** The words for a message whose link is a button of its own. */
export const wordsBesideLink = (texts: EventTexts, message: DeliveryMessage): string | null =>
  textFor(texts, toldAs(message))?.replaceAll(LINK, '').trim() ?? null;
