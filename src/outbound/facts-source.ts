import { setTimeout as wait } from 'node:timers/promises';
import type { FactAnswer, FactQuery, FactSource } from '../app/fact-source.ts';
import type { Clock, Entropy, Log } from '../app/ports.ts';
import type { FactFault } from '../domain/facts/fact.ts';
import { type GivenFact, type GivenFacts, parseFacts } from '../domain/facts/parse-facts.ts';
import type { ValueList } from '../domain/facts/value-list.ts';
import { toHex } from '../kernel/bytes.ts';
import { dayOf } from '../kernel/calendar.ts';
import { toRfc3339 } from '../kernel/instant.ts';
import { err, type Result } from '../kernel/result.ts';
import { isObject } from '../kernel/schema.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import { unixSeconds, type WebhookSigner } from './webhook-signing.ts';

export type FactsSourceOptions = {
  readonly url: URL;
  readonly sign: WebhookSigner;
  /** Gives up after five seconds. */
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  /** The operator's lists of values, by name. */
  readonly lists: ReadonlyMap<string, ValueList>;
};

const RETRY_MILLISECONDS = 100;
const ID_BYTES = 16;

/**
 * Asks the operator's own system for the facts of a client: a POST signed after Standard Webhooks 1.0.0, as its webhooks
 * are. It answers 200 with `{"facts": {…}}`, as a bot would send them, or 404 where it knows no such client. Anything else,
 * asked twice, is no answer. Neither what it is asked nor what it answers is ever logged.
 */
export function factsSource(options: FactsSourceOptions): FactSource {
  const { clock, entropy, log } = options;
  return {
    async factsOf(query) {
      const id = `msg_${toHex(entropy.bytes(ID_BYTES))}`;
      let outcome = await ask(options, id, query);
      if (outcome.type === 'failed') {
        await wait(RETRY_MILLISECONDS);
        outcome = await ask(options, id, query);
      }
      if (outcome.type === 'failed') {
        log.warn({ channel: query.channel, request: id, why: outcome.why }, 'the fact source gave no answer');
        return { type: 'unavailable' };
      }
      const { answer } = outcome;
      if (answer.status === 404) return { type: 'unknown', examples: [] };
      const read = readAnswer(answer.body, { today: dayOf(clock.now()), lists: options.lists });
      if (read.ok) return read.value;
      const { fact, expected } = read.error;
      log.error(
        { channel: query.channel, request: id, fact, expected },
        'the fact source gave a wrong answer',
      );
      return { type: 'unavailable' };
    },
  };
}

type Answered = Extract<HttpAnswer, { readonly type: 'answered' }>;
type Outcome =
  | { readonly type: 'answered'; readonly answer: Answered }
  | { readonly type: 'failed'; readonly why: string };

async function ask(options: FactsSourceOptions, id: string, query: FactQuery): Promise<Outcome> {
  const { url, sign, http, clock } = options;
  const at = clock.now();
  const body = JSON.stringify({
    type: 'facts.requested',
    timestamp: toRfc3339(at),
    data: { client_id: query.clientId, channel: query.channel, facts: query.kinds },
  });
  const headers = {
    accept: 'application/json',
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': unixSeconds(at),
    'webhook-signature': sign(id, at, body),
  };
  const answer = await http.send({ method: 'POST', url, headers, body }, new AbortController().signal);
  if (answer.type === 'failed') return { type: 'failed', why: answer.error };
  return answer.status === 200 || answer.status === 404
    ? { type: 'answered', answer }
    : { type: 'failed', why: `It answered ${answer.status}.` };
}

type Context = Parameters<typeof parseFacts>[1];

/** Nothing of the answer is trusted, and nothing of it is in a fault. */
function readAnswer(body: string, context: Context): Result<FactAnswer, FactFault> {
  const given = membersOf(body);
  if (given === null)
    return err({ fact: 'facts', expected: 'an object, in a JSON object of at most 16 KiB' });
  const facts = parseFacts(given.facts, context);
  if (!facts.ok) return facts;
  return given.known
    ? { ok: true, value: { type: 'known', facts: facts.value } }
    : { ok: true, value: { type: 'unknown', examples: facts.value } };
}

function membersOf(body: string): { readonly facts: GivenFacts; readonly known: boolean } | null {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return null;
  }
  if (!isObject(json) || !isObject(json['facts'])) return null;
  const facts: Record<string, GivenFact | null> = {};
  for (const [kind, value] of Object.entries(json['facts'])) {
    const isText = typeof value === 'string' || typeof value === 'number' || value === null;
    if (!isText && !isObject(value)) return null;
    facts[kind] = value;
  }
  return { facts, known: json['known'] !== false };
}
