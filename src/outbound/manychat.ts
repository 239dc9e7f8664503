import type { Connector, DeliveryMessage } from '../app/ports.ts';
import type { DeliveryEvent, SendOutcome } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { jsonPost, pathUnder, saidIn } from './json-request.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { apiAddress, nameText, secretText } from './setting-schemas.ts';
import { toldAs } from './told-as.ts';

const EVENTS: readonly DeliveryEvent[] = ['passed', 'failed', 'expired'];

/** ManyChat's own limit for setting fields, the lower of the two that are called. */
const REQUESTS_PER_SECOND = 10;

export const manychat = connectorKind({
  name: 'manychat',
  events: EVENTS,
  settings: Type.Object({
    manychat_token: secretText(),
    manychat_field: Type.Optional(nameText()),
    manychat_id_field: Type.Optional(nameText()),
    manychat_api_url: Type.Optional(apiAddress()),
  }),
  connect: (settings, http) => manychatConnector(settings, http),
});

type ManychatSettings = {
  readonly manychat_token: string;
  readonly manychat_field?: string;
  readonly manychat_id_field?: string;
  readonly manychat_api_url?: string;
};

/**
 * Sets the custom field `user_validated` of a subscriber, and one with the challenge's id, and then starts the flow that
 * the request named by its namespace (`content…`). Setting fields may be repeated; a flow starts again for each copy.
 */
function manychatConnector(settings: ManychatSettings, http: HttpClient): Connector {
  const base = settings.manychat_api_url ?? 'https://api.manychat.com';
  const call = async (path: string, body: object, signal: AbortSignal, message: DeliveryMessage) => {
    const url = pathUnder(base, path.split('/'));
    if (url === null) return refused('The address of ManyChat cannot be called: check manychat_api_url.');
    const headers = { authorization: `Bearer ${settings.manychat_token}` };
    const answer = await http.send(jsonPost(url, headers, body), signal);
    return outcomeOf(answer, [settings.manychat_token, message.clientId, message.phone ?? '']);
  };
  return {
    name: 'manychat',
    events: new Set(EVENTS),
    sendsLink: false,
    requestsPerSecond: REQUESTS_PER_SECOND,
    async send(message, signal) {
      if (!EVENTS.includes(toldAs(message)))
        return refused(`ManyChat is not told of ${message.event} challenges.`);
      const subscriber = /^\d{1,18}$/.test(message.clientId) ? Number(message.clientId) : null;
      if (subscriber === null || !Number.isSafeInteger(subscriber)) {
        return refused('ManyChat knows contacts by a number: send its contact id as "client_id".');
      }
      const fields = [
        { field_name: settings.manychat_field ?? 'user_validated', field_value: message.event === 'passed' },
        { field_name: settings.manychat_id_field ?? 'verification_id', field_value: message.challenge },
      ];
      const set = await call(
        'fb/subscriber/setCustomFields',
        { subscriber_id: subscriber, fields },
        signal,
        message,
      );
      // Without a flow, a rule in ManyChat can start on the field's change.
      if (set.type !== 'accepted' || message.flow === null || message.flow === '') return set;
      const flow = { subscriber_id: subscriber, flow_ns: message.flow.toWellFormed() };
      return await call('fb/sending/sendFlow', flow, signal, message);
    },
  };
}

function outcomeOf(answer: HttpAnswer, hidden: readonly string[]): SendOutcome {
  const body = answer.type === 'answered' ? answer.body : '';
  const said = () => platformWords(saidIn(body, ['message']), hidden);
  const outcome = httpOutcome('ManyChat', answer, said);
  if (outcome.type !== 'accepted' || saidIn(body, ['status']) !== 'error') return outcome;
  const words = said();
  return refused(
    `ManyChat took the request but did not carry it out${words === '' ? '' : `, saying: ${words}`}`,
  );
}
