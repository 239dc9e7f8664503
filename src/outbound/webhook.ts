import type { Clock, Connector, DeliveryMessage } from '../app/ports.ts';
import { DELIVERY_EVENTS, type SendOutcome } from '../domain/delivery/delivery.ts';
import { toRfc3339 } from '../kernel/instant.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import type { HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { platformWords } from './platform-words.ts';
import { listOf, textThat, webAddress } from './setting-schemas.ts';
import { toldChallenge } from './told-challenge.ts';
import { unixSeconds, webhookSigner } from './webhook-signing.ts';

const A_SECRET =
  'must be whsec_ and 24 to 64 bytes as base64, or whsk_ and an Ed25519 key as base64 (docs/guides/webhook.md shows how to make one)';

export const webhook = connectorKind({
  name: 'webhook',
  events: DELIVERY_EVENTS,
  settings: Type.Object({
    webhook_url: webAddress(),
    webhook_secrets: listOf(
      textThat((value) => webhookSigner(value) !== null, A_SECRET, { secret: true }),
      'must be a list of secrets, the newest first; each signs',
      { minItems: 1 },
    ),
  }),
  connect: ({ webhook_url: url, webhook_secrets: secrets }, http, clock) =>
    webhookConnector(new URL(url), secrets, http, clock),
});

/**
 * Tells any server of its own by a signed POST, after Standard Webhooks 1.0.0: `webhook-id` is the delivery's and the same
 * in each copy, `webhook-timestamp` is the attempt's.
 *
 * One that answers 410 wants no more: what is new is then given up without a call, until the service starts again or
 * a delivery that an operator sends again is accepted.
 * @param secrets each signs, in this order.
 */
function webhookConnector(url: URL, secrets: readonly string[], http: HttpClient, clock: Clock): Connector {
  const signers = secrets.map(webhookSigner).filter((signer) => signer !== null);
  let isGone = false;
  return {
    name: 'webhook',
    events: new Set(DELIVERY_EVENTS),
    sendsLink: false,
    tellsLog: true,
    requestsPerSecond: null,
    async send(message, signal) {
      if (isGone && message.attempt === 1) return gone();
      const body = JSON.stringify(payloadOf(message));
      const at = clock.now();
      const headers = {
        accept: '*/*',
        'content-type': 'application/json',
        'webhook-id': message.delivery,
        'webhook-timestamp': unixSeconds(at),
        'webhook-signature': signers.map((sign) => sign(message.delivery, at, body)).join(' '),
      };
      const answer = await http.send({ method: 'POST', url, headers, body }, signal);
      const said = () =>
        answer.type === 'answered'
          ? platformWords(answer.body, [...secrets, message.clientId, message.phone ?? ''])
          : '';
      const outcome = httpOutcome('The webhook', answer, said);
      if (outcome.type === 'accepted') isGone = false;
      if (answer.type !== 'answered' || answer.status !== 410) return outcome;
      isGone = true;
      return gone();
    },
  };
}

const gone = (): SendOutcome => ({
  type: 'refused',
  error:
    'The webhook answered 410: it wants no more of this channel, and is told nothing new until Countersign starts again or this is sent again and accepted.',
});

const payloadOf = (message: DeliveryMessage) => ({
  type: `challenge.${message.event}`,
  timestamp: toRfc3339(message.at),
  data: { challenge: toldChallenge(message), log: message.log },
});
