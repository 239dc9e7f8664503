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

/** One of these happens to each challenge, so that a session that waits goes on once. */
const EVENTS: readonly DeliveryEvent[] = ['passed', 'failed', 'expired', 'canceled'];

export const typebot = connectorKind({
  name: 'typebot',
  events: EVENTS,
  settings: Type.Object({
    typebot_url: apiAddress(),
    typebot_token: secretText(),
    typebot_id: idText(),
    typebot_block_id: idText(),
  }),
  connect: (settings, http) => typebotConnector(settings, http),
});

type TypebotSettings = {
  readonly typebot_url: string;
  readonly typebot_token: string;
  readonly typebot_id: string;
  readonly typebot_block_id: string;
};

/**
 * Lets a session go on that waits in a Webhook block. The session is known by its result id, which comes as
 * `metadata.result_id`, or as `client_id` where that is not given.
 */
function typebotConnector(settings: TypebotSettings, http: HttpClient): Connector {
  return {
    name: 'typebot',
    events: new Set(EVENTS),
    sendsLink: false,
    tellsLog: true,
    requestsPerSecond: null,
    async send(message, signal) {
      if (!EVENTS.includes(message.event))
        return refused(`Typebot is not told of ${message.event} challenges.`);
      const result = message.metadata?.['result_id'] ?? message.clientId;
      const { typebot_id: bot, typebot_block_id: block, typebot_token: token } = settings;
      const path = ['api', 'v1', 'typebots', bot, 'blocks', block, 'results', result, 'executeWebhook'];
      const url = pathUnder(settings.typebot_url, path);
      if (url === null)
        return refused('Typebot needs the id of the result: send it as "metadata.result_id".');
      const headers = { authorization: `Bearer ${token}` };
      const answer = await http.send(jsonPost(url, headers, toldVerdict(message)), signal);
      const body = answer.type === 'answered' ? answer.body : '';
      const hidden = [token, result, message.clientId, message.phone ?? ''];
      const said = () => platformWords(saidIn(body, ['message']), hidden);
      if (answer.type === 'answered' && answer.status === 404) return refused(notFound(said()));
      return httpOutcome('Typebot', answer, said);
    },
  };
}

const notFound = (said: string): string =>
  `Typebot answered 404${said === '' ? '' : `, saying: ${said}`}. Check typebot_id and typebot_block_id; a session ends after some hours.`;
