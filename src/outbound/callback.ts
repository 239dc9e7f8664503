import type { Connector } from '../app/ports.ts';
import type { Callback } from '../domain/challenge/challenge.ts';
import type { DeliveryEvent, SendOutcome } from '../domain/delivery/delivery.ts';
import { Type } from '../kernel/schema.ts';
import { connectorKind } from './connector-kind.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { httpOutcome } from './http-outcome.ts';
import { platformWords } from './platform-words.ts';
import { refused } from './refused.ts';
import { listOf, textThat } from './setting-schemas.ts';
import { toldVerdict } from './told-verdict.ts';

/** One of these happens to each challenge, so that a workflow that waits is resumed once. */
const EVENTS: readonly DeliveryEvent[] = ['passed', 'failed', 'expired', 'canceled'];

export const callback = connectorKind({
  name: 'callback',
  events: EVENTS,
  settings: Type.Object({
    callback_hosts: listOf(
      textThat(
        (value) => originOf(value) !== null,
        'must be a host and at most a port, such as n8n.example.com, or http:// and those',
        { address: true },
      ),
      'must be a list of the hosts that a request may name for its callback',
      { minItems: 1 },
    ),
  }),
  connect: ({ callback_hosts }, http) =>
    callbackConnector(new Set(callback_hosts.map(originOf).filter((origin) => origin !== null)), http),
});

/**
 * Tells the URL that came with the request, by a POST of JSON: a workflow that waits for it goes on. The URL is sent
 * as it came, byte for byte, since it may be signed.
 */
function callbackConnector(callbackOrigins: ReadonlySet<string>, http: HttpClient): Connector {
  return {
    name: 'callback',
    events: new Set(EVENTS),
    sendsLink: false,
    tellsLog: true,
    callbackOrigins,
    requestsPerSecond: null,
    async send(message, signal) {
      const { callback: to } = message;
      if (!EVENTS.includes(message.event))
        return refused(`A callback is not told of ${message.event} challenges.`);
      if (to === null)
        return refused('The request named no URL for a callback. Send "callback_url" with it.');
      const url = URL.parse(to.url);
      // The settings may have changed since the request was taken.
      if (url === null || !callbackOrigins.has(url.origin)) {
        return refused(
          'The callback goes to a host that "callback_hosts" of the channel does not name any more.',
        );
      }
      const answer = await http.send(
        {
          method: 'POST',
          url,
          target: targetOf(to.url),
          headers: headersFor(to),
          body: JSON.stringify(toldVerdict(message)),
        },
        signal,
      );
      return outcomeOf(answer, [...secretsOf(to), message.clientId, message.phone ?? '']);
    },
  };
}

/** The origin that an entry of the list stands for: https unless it says http. Null for anything with more to it. */
function originOf(entry: string): string | null {
  const url = URL.parse(/^https?:\/\//.test(entry) ? entry : `https://${entry}`);
  if (url === null || url.username !== '' || url.password !== '' || !/^[\w.:/[\]-]+$/.test(entry))
    return null;
  return url.pathname === '/' && !/[?#]|[^/]\/$/.test(entry) ? url.origin : null;
}

/** Path and query as they were given. */
function targetOf(url: string): string {
  const target = url.replace(/^https?:\/\/[^/?#]*/i, '').replace(/#.*$/, '');
  return target.startsWith('/') ? target : `/${target}`;
}

/** The URL as a whole, each value of its query, which may be what it is signed with, and the token. */
const secretsOf = ({ url, bearer }: Callback): readonly string[] => {
  const values = targetOf(url)
    .split(/[?&]/)
    .slice(1)
    .map((pair) => pair.replace(/^[^=]*=/, ''));
  return [url, ...values, bearer ?? ''];
};

const headersFor = ({ bearer }: Callback): Readonly<Record<string, string>> => ({
  accept: '*/*',
  'content-type': 'application/json',
  ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
});

function outcomeOf(answer: HttpAnswer, hidden: readonly string[]): SendOutcome {
  const said = () => (answer.type === 'answered' ? platformWords(answer.body, hidden) : '');
  if (answer.type === 'answered' && answer.status === 409) {
    const words = said();
    // n8n: an execution that has not reached its Wait node yet is running, one that is over has finished.
    if (/has finished/i.test(words)) {
      return refused(
        `The callback answered 409: the workflow is over. An attempt before this one may have reached it: ${words}`,
      );
    }
    const error = `The callback answered 409: the workflow does not wait for it yet${words === '' ? '' : `, saying: ${words}`}`;
    return { type: 'retry', error, retryAfterSeconds: answer.retryAfterSeconds };
  }
  return httpOutcome('The callback', answer, said);
}
