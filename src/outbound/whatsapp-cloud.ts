import type { Connector, DeliveryMessage } from '../app/ports.ts';
import type { SendOutcome } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import { EVENT_TEXTS, type EventTexts, eventsWithText, TEXT_EVENTS, wordsBesideLink } from './event-texts.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { jsonPost, numberIn, pathUnder, saidIn } from './json-request.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { apiAddress, idText, secretText, textThat } from './setting-schemas.ts';

/** Meta's own limit for one number, before it is raised. */
const REQUESTS_PER_SECOND = 80;

/** Codes in the body of a 4xx that another attempt can turn into success: throughput, pair rate, and Meta's own faults. */
const PASSING_CODES: ReadonlySet<number> = new Set([2, 4, 80_007, 130_429, 131_000, 131_016, 131_056]);

/** What Meta's commonest final codes mean for whoever runs the channel. */
const FINAL_CODES: ReadonlyMap<number, string> = new Map([
  [131_047, 'the last message of the person is over 24 hours old: set whatsapp_template for the link'],
  [131_026, 'the message cannot be delivered to this number'],
  [131_030, 'the number is not among those that a test account may write to'],
  [132_000, 'the template takes other parameters: check whatsapp_template'],
  [132_001, 'there is no such template in this language: check whatsapp_template and whatsapp_language'],
  [190, 'the token is not valid any more: check whatsapp_token'],
  [10, 'the token may not send for this number: check its permissions'],
  [0, 'the token is not accepted: check whatsapp_token'],
]);

export const whatsappCloud = connectorKind({
  name: 'whatsapp-cloud',
  events: TEXT_EVENTS,
  settings: Type.Object({
    whatsapp_token: secretText(),
    whatsapp_phone_number_id: textThat(
      (value) => /^\d{5,20}$/.test(value),
      'must be the id of the number at Meta: digits',
    ),
    whatsapp_button: Type.Optional(
      textThat((value) => /^.{1,20}$/u.test(value), 'must be a text of 1 to 20 characters in one line'),
    ),
    whatsapp_template: Type.Optional(idText()),
    whatsapp_language: Type.Optional(idText()),
    whatsapp_api_url: Type.Optional(apiAddress()),
    ...EVENT_TEXTS,
  }),
  connect: (settings, http) => whatsappConnector(settings, http),
});

type WhatsappSettings = EventTexts & {
  readonly whatsapp_token: string;
  readonly whatsapp_phone_number_id: string;
  readonly whatsapp_button?: string;
  readonly whatsapp_template?: string;
  readonly whatsapp_language?: string;
  readonly whatsapp_api_url?: string;
};

/**
 * Writes into the WhatsApp chat through Meta's Cloud API: the link as a button when a challenge is made, so that a bot
 * needs one call only, and the words of the settings for the verdict. With a template, whose button's URL ends in the
 * link's token, the link arrives also when the person has not written for a day.
 */
function whatsappConnector(settings: WhatsappSettings, http: HttpClient): Connector {
  const { whatsapp_token: token, whatsapp_phone_number_id: number } = settings;
  const url = pathUnder(settings.whatsapp_api_url ?? 'https://graph.facebook.com/v23.0', [
    number,
    'messages',
  ]);
  return {
    name: 'whatsapp-cloud',
    events: eventsWithText(settings),
    sendsLink: settings.text_link !== undefined,
    requestsPerSecond: REQUESTS_PER_SECOND,
    async send(message, signal) {
      const content = contentOf(settings, message);
      const to = recipientOf(message);
      if (content === null) return refused(`There is nothing to send for a ${message.event} challenge.`);
      if (url === null || to === null) {
        return refused('WhatsApp needs a number or a user id: send it as "phone" or "client_id".');
      }
      const body = {
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        ...to,
        ...content,
        // Meta keeps it beside the message and gives it back in its reports.
        biz_opaque_callback_data: message.delivery,
      };
      const answer = await http.send(jsonPost(url, { authorization: `Bearer ${token}` }, body), signal);
      return outcomeOf(answer, [
        token,
        ...Object.values(to),
        message.clientId,
        message.phone ?? '',
        message.link ?? '',
      ]);
    },
  };
}

function contentOf(settings: WhatsappSettings, message: DeliveryMessage): object | null {
  const words = wordsBesideLink(settings, message);
  if (words === null) return null;
  if (message.event !== 'created') return { type: 'text', text: { body: words, preview_url: false } };
  if (message.link === null) return null;
  return settings.whatsapp_template === undefined
    ? linkButton(words, settings.whatsapp_button ?? 'Continue', message.link)
    : linkTemplate(settings.whatsapp_template, settings.whatsapp_language ?? 'en', message.link);
}

const linkButton = (words: string, button: string, link: string) => ({
  type: 'interactive',
  interactive: {
    type: 'cta_url',
    body: { text: words },
    action: { name: 'cta_url', parameters: { display_text: button, url: link } },
  },
});

/** The template's button has the address up to the token, which is its one parameter. */
const linkTemplate = (name: string, language: string, link: string) => ({
  type: 'template',
  template: {
    name,
    language: { code: language },
    components: [
      {
        type: 'button',
        sub_type: 'url',
        index: '0',
        parameters: [{ type: 'text', text: link.split('/').at(-1) ?? '' }],
      },
    ],
  },
});

/** A telephone number, or the id that Meta gives to users whose number is hidden (`US.1349…`). */
function recipientOf({ phone, clientId }: DeliveryMessage): Readonly<Record<string, string>> | null {
  if (phone === null && /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/.test(clientId)) return { recipient: clientId };
  const digits = (phone ?? clientId).replace(/[\s()+.-]/g, '').replace(/^00/, '');
  return /^[1-9]\d{7,14}$/.test(digits) ? { to: digits } : null;
}

function outcomeOf(answer: HttpAnswer, hidden: readonly string[]): SendOutcome {
  const body = answer.type === 'answered' ? answer.body : '';
  const code = numberIn(body, ['code']);
  const said = () => platformWords(saidIn(body, ['details', 'message']), hidden);
  const outcome = httpOutcome('WhatsApp', answer, said);
  if (outcome.type === 'accepted' || answer.type === 'failed' || code === null) return outcome;
  if (PASSING_CODES.has(code)) {
    return { type: 'retry', error: outcome.error, retryAfterSeconds: answer.retryAfterSeconds };
  }
  const meaning = FINAL_CODES.get(code);
  if (meaning === undefined || answer.status >= 500) return outcome;
  return refused(`WhatsApp refused with ${answer.status}, code ${code}: ${meaning}.`);
}
