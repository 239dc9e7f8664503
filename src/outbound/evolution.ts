import type { Connector, DeliveryMessage } from '../app/ports.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import { EVENT_TEXTS, type EventTexts, eventsWithText, TEXT_EVENTS, wordsFor } from './event-texts.ts';
import type { HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { jsonPost, pathUnder, saidIn } from './json-request.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { apiAddress, nameText, secretText } from './setting-schemas.ts';

export const evolution = connectorKind({
  name: 'evolution',
  events: TEXT_EVENTS,
  settings: Type.Object({
    evolution_url: apiAddress(),
    evolution_api_key: secretText(),
    evolution_instance: nameText(),
    ...EVENT_TEXTS,
  }),
  connect: (settings, http) => evolutionConnector(settings, http),
});

type EvolutionSettings = EventTexts & {
  readonly evolution_url: string;
  readonly evolution_api_key: string;
  readonly evolution_instance: string;
};

/** Writes the words of the settings to the person's WhatsApp, through an instance of Evolution API. */
function evolutionConnector(settings: EvolutionSettings, http: HttpClient): Connector {
  const { evolution_url: base, evolution_api_key: key, evolution_instance: instance } = settings;
  return {
    name: 'evolution',
    events: eventsWithText(settings),
    sendsLink: settings.text_link !== undefined,
    requestsPerSecond: null,
    async send(message, signal) {
      const text = wordsFor(settings, message);
      if (text === null) return refused(`There are no words to send for a ${message.event} challenge.`);
      const number = numberOf(message);
      const url = pathUnder(base, ['message', 'sendText', instance]);
      if (number === null || url === null) {
        return refused('Evolution API needs a telephone number: send it as "phone" or "client_id".');
      }
      const headers = { apikey: key, 'x-countersign-delivery': message.delivery };
      const request = jsonPost(url, headers, { number, text, linkPreview: false });
      const answer = await http.send(request, signal);
      const body = answer.type === 'answered' ? answer.body : '';
      const hidden = [key, number, message.clientId, message.phone ?? '', message.link ?? ''];
      return httpOutcome('Evolution API', answer, () =>
        platformWords(saidIn(body, ['message', 'error']), hidden),
      );
    },
  };
}

function numberOf({ phone, clientId }: DeliveryMessage): string | null {
  const digits = (phone ?? clientId).replace(/[\s()+.-]/g, '').replace(/^00/, '');
  return /^[1-9]\d{7,14}$/.test(digits) ? digits : null;
}
