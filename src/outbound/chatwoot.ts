import type { Connector, DeliveryMessage } from '../app/ports.ts';
import type { DeliveryEvent, SendOutcome } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import { EVENT_TEXTS, type EventTexts, wordsFor } from './event-texts.ts';
import type { HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { jsonPost, pathUnder, saidIn } from './json-request.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { apiAddress, secretText, textThat } from './setting-schemas.ts';

const VERDICTS: readonly DeliveryEvent[] = ['passed', 'failed', 'expired', 'canceled'];
const EVENTS: readonly DeliveryEvent[] = ['created', ...VERDICTS];

const isNumber = (value: string): boolean => /^\d{1,12}$/.test(value);

export const chatwoot = connectorKind({
  name: 'chatwoot',
  events: EVENTS,
  settings: Type.Object({
    chatwoot_url: apiAddress(),
    chatwoot_token: secretText(),
    chatwoot_account_id: textThat(isNumber, 'must be the number of your Chatwoot account'),
    ...EVENT_TEXTS,
  }),
  connect: (settings, http) => chatwootConnector(settings, http),
});

type ChatwootSettings = EventTexts & {
  readonly chatwoot_url: string;
  readonly chatwoot_token: string;
  readonly chatwoot_account_id: string;
};

/**
 * Writes the verdict into the custom attributes of a conversation, and the words of the settings into the conversation.
 * The conversation comes as `metadata.conversation_id`, or as `client_id` where that is not given.
 */
function chatwootConnector(settings: ChatwootSettings, http: HttpClient): Connector {
  const call = async (path: string, body: object, message: DeliveryMessage, signal: AbortSignal) => {
    const conversation = conversationOf(message);
    const parts = [
      'api',
      'v1',
      'accounts',
      settings.chatwoot_account_id,
      'conversations',
      conversation,
      path,
    ];
    const url = isNumber(conversation) ? pathUnder(settings.chatwoot_url, parts) : null;
    if (url === null) {
      return refused('Chatwoot needs the number of the conversation: send it as "metadata.conversation_id".');
    }
    const headers = { api_access_token: settings.chatwoot_token, 'x-countersign-delivery': message.delivery };
    const answer = await http.send(jsonPost(url, headers, body), signal);
    const hidden = [settings.chatwoot_token, message.clientId, message.phone ?? '', message.link ?? ''];
    const text = answer.type === 'answered' ? answer.body : '';
    return httpOutcome('Chatwoot', answer, () =>
      platformWords(saidIn(text, ['error', 'message', 'description']), hidden),
    );
  };
  return {
    name: 'chatwoot',
    events: new Set(settings.text_link === undefined ? VERDICTS : EVENTS),
    sendsLink: settings.text_link !== undefined,
    requestsPerSecond: null,
    async send(message, signal): Promise<SendOutcome> {
      if (!EVENTS.includes(message.event))
        return refused(`Chatwoot is not told of ${message.event} challenges.`);
      const words = wordsFor(settings, message);
      if (message.event === 'created' && words === null) return refused('There is no link to send any more.');
      // Attributes can be set again without harm, so they go first; a message would stand there twice.
      const set =
        message.event === 'created'
          ? ({ type: 'accepted' } as const)
          : await call('custom_attributes', attributesOf(message), message, signal);
      if (set.type !== 'accepted' || words === null) return set;
      return await call(
        'messages',
        { content: words, message_type: 'outgoing', private: false },
        message,
        signal,
      );
    },
  };
}

const conversationOf = (message: DeliveryMessage): string =>
  message.metadata?.['conversation_id'] ?? message.clientId;

const attributesOf = (message: DeliveryMessage) => ({
  custom_attributes: {
    user_validated: message.event === 'passed',
    verification_id: message.challenge,
  },
  // Without it all other attributes of the conversation would go.
  merge: true,
});
