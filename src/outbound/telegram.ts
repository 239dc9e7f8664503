import type { Connector, DeliveryMessage } from '../app/ports.ts';
import type { SendOutcome } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import { EVENT_TEXTS, type EventTexts, eventsWithText, TEXT_EVENTS, wordsBesideLink } from './event-texts.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { jsonPost, numberIn, saidIn } from './json-request.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { apiAddress, nameText, textThat } from './setting-schemas.ts';

/** Telegram's own limit for all chats of one bot. */
const REQUESTS_PER_SECOND = 30;

export const telegram = connectorKind({
  name: 'telegram',
  events: TEXT_EVENTS,
  settings: Type.Object({
    telegram_token: textThat(
      (value) => /^\d{3,20}:[\w-]{20,100}$/.test(value),
      'must be the token of a bot as BotFather gives it: digits, a colon, and letters',
      { secret: true },
    ),
    telegram_button: Type.Optional(nameText()),
    telegram_api_url: Type.Optional(apiAddress()),
    ...EVENT_TEXTS,
  }),
  connect: (settings, http) => telegramConnector(settings, http),
});

type TelegramSettings = EventTexts & {
  readonly telegram_token: string;
  readonly telegram_button?: string;
  readonly telegram_api_url?: string;
};

/** Writes the words of the settings into the chat with the bot; the link is a button, and is not previewed. */
function telegramConnector(settings: TelegramSettings, http: HttpClient): Connector {
  const base = settings.telegram_api_url ?? 'https://api.telegram.org';
  // The token is part of the path as it is: its colon must not be encoded.
  const url = URL.parse(`${base.replace(/\/+$/, '')}/bot${settings.telegram_token}/sendMessage`);
  return {
    name: 'telegram',
    events: eventsWithText(settings),
    sendsLink: settings.text_link !== undefined,
    requestsPerSecond: REQUESTS_PER_SECOND,
    async send(message, signal) {
      const text = wordsBesideLink(settings, message);
      if (text === null || (message.event === 'created' && message.link === null)) {
        return refused(`There is nothing to send for a ${message.event} challenge.`);
      }
      if (url === null || !/^-?\d{1,19}$/.test(message.clientId)) {
        return refused('Telegram knows chats by a number: send the id of the chat as "client_id".');
      }
      const body = {
        chat_id: message.clientId,
        text,
        link_preview_options: { is_disabled: true },
        ...keyboardOf(settings, message),
      };
      const answer = await http.send(
        jsonPost(url, { 'x-countersign-delivery': message.delivery }, body),
        signal,
      );
      return outcomeOf(answer, [
        settings.telegram_token,
        message.clientId,
        message.phone ?? '',
        message.link ?? '',
      ]);
    },
  };
}

const keyboardOf = (settings: TelegramSettings, { event, link }: DeliveryMessage) =>
  event === 'created' && link !== null
    ? { reply_markup: { inline_keyboard: [[{ text: settings.telegram_button ?? '✓', url: link }]] } }
    : {};

function outcomeOf(answer: HttpAnswer, hidden: readonly string[]): SendOutcome {
  const body = answer.type === 'answered' ? answer.body : '';
  const said = () => platformWords(saidIn(body, ['description']), hidden);
  const outcome = httpOutcome('Telegram', answer, said);
  if (outcome.type !== 'retry') return outcome;
  // Telegram says in its body how long to wait.
  return { ...outcome, retryAfterSeconds: outcome.retryAfterSeconds ?? numberIn(body, ['retry_after']) };
}
