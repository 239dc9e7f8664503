import { Buffer } from 'node:buffer';
import type { Connector, DeliveryMessage } from '../app/ports.ts';
import type { DeliveryEvent, SendOutcome } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import type { HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { pathUnder, saidIn } from './json-request.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { apiAddress, idText, secretText, textThat } from './setting-schemas.ts';

const EVENTS: readonly DeliveryEvent[] = ['passed', 'failed', 'expired', 'canceled'];
const CHANNEL = 'whatsapp:';

export const twilioStudio = connectorKind({
  name: 'twilio-studio',
  events: EVENTS,
  settings: Type.Object({
    twilio_account_sid: idText(),
    twilio_auth_token: secretText(),
    twilio_flow_sid: textThat(
      (value) => /^FW[0-9a-f]{32}$/i.test(value),
      'must be the SID of a Studio flow: FW and 32 hexadecimal digits',
    ),
    twilio_from: textThat(
      (value) => /^(?:whatsapp:)?\+\d{8,15}$/.test(value),
      'must be your number at Twilio, such as whatsapp:+14155238886',
    ),
    twilio_api_url: Type.Optional(apiAddress()),
  }),
  connect: (settings, http) => twilioStudioConnector(settings, http),
});

type TwilioSettings = {
  readonly twilio_account_sid: string;
  readonly twilio_auth_token: string;
  readonly twilio_flow_sid: string;
  readonly twilio_from: string;
  readonly twilio_api_url?: string;
};

/**
 * Starts an execution of a Studio flow for the person's number; the flow branches on `{{flow.data.user_validated}}`.
 * Twilio takes one execution for a number at a time: while another one is active, it is tried again.
 */
function twilioStudioConnector(settings: TwilioSettings, http: HttpClient): Connector {
  const base = settings.twilio_api_url ?? 'https://studio.twilio.com';
  const { twilio_account_sid: account, twilio_auth_token: token, twilio_from: from } = settings;
  const authorization = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`;
  const url = pathUnder(base, ['v2', 'Flows', settings.twilio_flow_sid, 'Executions']);
  return {
    name: 'twilio-studio',
    events: new Set(EVENTS),
    sendsLink: false,
    requestsPerSecond: null,
    async send(message, signal) {
      if (!EVENTS.includes(message.event))
        return refused(`Twilio is not told of ${message.event} challenges.`);
      const number = numberOf(message);
      if (url === null || number === null) {
        return refused(
          'Twilio needs a telephone number with its country code: send it as "phone" or "client_id".',
        );
      }
      const to = from.startsWith(CHANNEL) ? `${CHANNEL}${number}` : number;
      const form = new URLSearchParams({ To: to, From: from, Parameters: parametersOf(message) });
      const headers = {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        authorization,
      };
      const answer = await http.send({ method: 'POST', url, headers, body: form.toString() }, signal);
      const body = answer.type === 'answered' ? answer.body : '';
      const hidden = [token, account, number, message.clientId, message.phone ?? ''];
      const said = () => platformWords(saidIn(body, ['message']), hidden);
      if (answer.type === 'answered' && answer.status === 409) return busy(answer.retryAfterSeconds);
      return httpOutcome('Twilio', answer, said);
    },
  };
}

const busy = (retryAfterSeconds: number | null): SendOutcome => ({
  type: 'retry',
  error: 'Twilio answered 409: a flow is still running for this number.',
  retryAfterSeconds,
});

/** JSON in a form field, as Twilio wants it: what a flow reaches as `flow.data`. */
const parametersOf = (message: DeliveryMessage): string =>
  JSON.stringify({
    user_validated: message.event === 'passed',
    event: `challenge.${message.event}`,
    verification_id: message.challenge,
    flow: message.flow,
  });

/** The person's number in E.164, from `phone` or from a `client_id` that is one. */
function numberOf({ phone, clientId }: DeliveryMessage): string | null {
  const given = (phone ?? clientId).replace(/^whatsapp:/, '');
  if (!/^\+?[\d\s().-]+$/.test(given)) return null;
  const digits = given.replace(/\D/g, '').replace(/^00/, '');
  return /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : null;
}
