import type { Connector } from '../app/ports.ts';
import type { DeliveryEvent } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import type { HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { jsonPost, pathUnder, saidIn } from './json-request.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { apiAddress, idText, secretText } from './setting-schemas.ts';
import { toldVerdict } from './told-verdict.ts';

const EVENTS: readonly DeliveryEvent[] = ['passed', 'failed', 'expired', 'canceled'];

export const botpress = connectorKind({
  name: 'botpress',
  events: EVENTS,
  settings: Type.Object({
    botpress_token: secretText(),
    botpress_bot_id: idText(),
    botpress_event: Type.Optional(idText()),
    botpress_api_url: Type.Optional(apiAddress()),
  }),
  connect: (settings, http) => botpressConnector(settings, http),
});

type BotpressSettings = {
  readonly botpress_token: string;
  readonly botpress_bot_id: string;
  readonly botpress_event?: string;
  readonly botpress_api_url?: string;
};

/**
 * Creates an event in a bot's conversation, on which its workflow goes on. The conversation comes as
 * `metadata.conversation_id`; the client is the bot's user.
 */
function botpressConnector(settings: BotpressSettings, http: HttpClient): Connector {
  const url = pathUnder(settings.botpress_api_url ?? 'https://api.botpress.cloud', ['v1', 'chat', 'events']);
  return {
    name: 'botpress',
    events: new Set(EVENTS),
    sendsLink: false,
    tellsLog: true,
    requestsPerSecond: null,
    async send(message, signal) {
      if (!EVENTS.includes(message.event))
        return refused(`Botpress is not told of ${message.event} challenges.`);
      const conversation = message.metadata?.['conversation_id'] ?? null;
      if (url === null || conversation === null) {
        return refused('Botpress needs the conversation: send its id as "metadata.conversation_id".');
      }
      const headers = {
        authorization: `Bearer ${settings.botpress_token}`,
        'x-bot-id': settings.botpress_bot_id,
      };
      const event = {
        type: settings.botpress_event ?? 'countersign',
        payload: toldVerdict(message),
        conversationId: conversation,
        userId: message.clientId,
      };
      const answer = await http.send(jsonPost(url, headers, event), signal);
      const body = answer.type === 'answered' ? answer.body : '';
      const hidden = [settings.botpress_token, conversation, message.clientId, message.phone ?? ''];
      return httpOutcome('Botpress', answer, () => platformWords(saidIn(body, ['message']), hidden));
    },
  };
}
