import type { AttributeNames } from '../app/channel.ts';
import type { Connector, DeliveryMessage } from '../app/ports.ts';
import type { DeliveryEvent, SendOutcome } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { apiAddress, idText, secretText, textThat } from './setting-schemas.ts';
import { toldAs } from './told-as.ts';

export type ChatfuelSettings = {
  /** Without a query; `https://api.chatfuel.com` but for stand-ins. */
  readonly apiUrl: string;
  readonly botId: string;
  readonly token: string;
  /** What the bot's attributes are called; left out for the usual names. */
  readonly attributes?: ChatfuelAttributes;
};

/** `validated` is set by a verdict, and so is `id`; the others by the answer to a request. */
export type ChatfuelAttributes = AttributeNames & { readonly validated: string };

const ATTRIBUTES: ChatfuelAttributes = {
  validated: 'user_validated',
  url: 'dynamic_url',
  id: 'verification_id',
  status: 'verification_status',
  error: 'verification_error',
  retryAfter: 'verification_retry_after',
};

export const API_URL = 'https://api.chatfuel.com';

/** Chatfuel's own limit for each bot (its Broadcasting API). */
const REQUESTS_PER_SECOND = 25;

/** What Chatfuel is told of, and the value of the attribute that tells it. */
const VALIDATED: ReadonlyMap<DeliveryEvent, string> = new Map([
  ['passed', 'true'],
  ['failed', 'false'],
  ['expired', 'false'],
]);

export const chatfuel = connectorKind({
  name: 'chatfuel',
  events: [...VALIDATED.keys()],
  settings: Type.Object({
    chatfuel_token: secretText(),
    chatfuel_bot_id: idText(),
    chatfuel_api_url: Type.Optional(apiAddress()),
    chatfuel_attributes: Type.Optional(
      Type.Partial(
        Type.Object({
          validated: attributeName(),
          url: attributeName(),
          id: attributeName(),
          status: attributeName(),
          error: attributeName(),
          retry_after: attributeName(),
        }),
        { expected: 'must be an object of names of attributes' },
      ),
    ),
  }),
  connect: (given, http) => {
    const { chatfuel_token: token, chatfuel_bot_id: botId, chatfuel_api_url: apiUrl = API_URL } = given;
    const { retry_after: retryAfter = ATTRIBUTES.retryAfter, ...names } = given.chatfuel_attributes ?? {};
    return chatfuelConnector(
      { token, botId, apiUrl, attributes: { ...ATTRIBUTES, ...names, retryAfter } },
      http,
    );
  },
});

function attributeName() {
  return textThat(
    (value) => /^[^\p{C}&=]{1,128}$/u.test(value) && !/^(?:chatfuel_|tags$)/i.test(value),
    'must be the name of an attribute: at most 128 characters, and none of the names that Chatfuel keeps for itself',
  );
}

/**
 * Tells Chatfuel a verdict by its Broadcasting API: sets `user_validated` and starts the flow that the request named.
 * Chatfuel starts the flow again for each copy that it accepts; copies of one verdict bear the same
 * `verification_id`, which is the challenge's id.
 */
export function chatfuelConnector(settings: ChatfuelSettings, http: HttpClient): Connector {
  return {
    name: 'chatfuel',
    events: new Set(VALIDATED.keys()),
    sendsLink: false,
    attributes: settings.attributes ?? ATTRIBUTES,
    requestsPerSecond: REQUESTS_PER_SECOND,
    async send(message, signal) {
      const url = sendUrl(settings, message);
      if (!(url instanceof URL)) return url;
      // Documented as the content type of these requests, which have no body: everything is in the query.
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      const answer = await http.send({ method: 'POST', url, headers, body: null }, signal);
      return outcomeOf(answer, [settings.token, message.clientId, message.phone ?? '']);
    },
  };
}

function sendUrl(settings: ChatfuelSettings, message: DeliveryMessage): URL | SendOutcome {
  const { attributes = ATTRIBUTES } = settings;
  const validated = VALIDATED.get(toldAs(message));
  if (validated === undefined) return refused(`Chatfuel is not told of ${message.event} challenges.`);
  if (message.flow === null || message.flow === '') {
    return refused(
      'The request named no flow, and Chatfuel can only be told by starting one. Send "flow" with it.',
    );
  }
  // Even percent-encoded, these two are taken for steps in a path, and the request would reach another route.
  if (message.clientId === '.' || message.clientId === '..') {
    return refused('The client id cannot be one of Chatfuel: it only has dots.');
  }
  const parameters = [
    ['chatfuel_token', settings.token],
    ['chatfuel_flow_name', message.flow],
    [attributes.validated, validated],
    [attributes.id, message.challenge],
  ] as const;
  const query = parameters.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  const base = settings.apiUrl.replace(/\/+$/, '');
  return new URL(`${base}/bots/${encoded(settings.botId)}/users/${encoded(message.clientId)}/send?${query}`);
}

function outcomeOf(answer: HttpAnswer, hidden: readonly string[]): SendOutcome {
  if (answer.type === 'failed') return httpOutcome('Chatfuel', answer, nothingSaid);
  const body = parseBody(answer.body);
  const said = () => platformWords(body.result ?? '', hidden);
  if (answer.status === 422 && /bot not found/i.test(said())) {
    return refused(
      'Chatfuel refused with 422, saying that it does not know the bot. It says the same where the token is wrong: check the bot id and the token in the settings.',
    );
  }
  const outcome = httpOutcome('Chatfuel', answer, said);
  if (outcome.type === 'accepted' && body.success === false) {
    const result = said();
    const words = result === '' ? 'without saying why' : `saying: ${result}`;
    // Which faults it reports this way is not documented; those of a flow's name can be mended while we try again.
    return {
      type: 'retry',
      error: `Chatfuel took the request but did not carry it out, ${words}`,
      retryAfterSeconds: answer.retryAfterSeconds,
    };
  }
  return outcome;
}

const nothingSaid = (): string => '';

type Body = { readonly success: boolean | null; readonly result: string | null };

/** `success` and `result` of an answer; null each where the body does not hold it, which need not even be JSON. */
function parseBody(text: string): Body {
  const nothing: Body = { success: null, result: null };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return nothing;
  }
  if (typeof parsed !== 'object' || parsed === null) return nothing;
  return {
    success: 'success' in parsed && typeof parsed.success === 'boolean' ? parsed.success : null,
    result: 'result' in parsed && typeof parsed.result === 'string' ? parsed.result : null,
  };
}

const encoded = (value: string): string => encodeURIComponent(value.toWellFormed());
