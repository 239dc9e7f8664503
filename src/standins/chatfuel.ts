import type { Misbehaviour } from './misbehaviour.ts';
import {
  type StandInAnswer,
  type StandInCall,
  type StandInOptions,
  type StandInServer,
  secondLimit,
  startStandInServer,
} from './stand-in-server.ts';

export type ChatfuelStandInOptions = StandInOptions & {
  readonly token: string;
  readonly botId: string;
  /** Chatfuel's own limit where none is given; null: it takes all that comes. */
  readonly requestsPerSecond?: number | null;
};

/** What there is to see of a request: everything is in its path and its query. */
export type ChatfuelCall = Pick<StandInCall, 'at' | 'method' | 'path' | 'query' | 'status'>;

/** What Chatfuel does for a request that it accepts: sets attributes on the user, then starts the flow. */
export type ChatfuelSend = {
  readonly clientId: string;
  readonly flow: string;
  readonly attributes: Readonly<Record<string, string>>;
};

/** Its `url` is for `CHATFUEL_API_URL`. */
export type ChatfuelStandIn = StandInServer & {
  /** Calls back for each accepted send. @returns the call that ends it. */
  onSend(listener: (send: ChatfuelSend) => void): () => void;
};

const REQUESTS_PER_SECOND = 25;
const ROUTING = ['chatfuel_flow_name', 'chatfuel_block_name', 'chatfuel_block_id'] as const;

type Answer = { readonly status: number; readonly body: unknown; readonly send: ChatfuelSend | null };

/**
 * Speaks Chatfuel's Broadcasting API on a loopback port, without Chatfuel: its answers, errors and limit as far as
 * they are known. Every user and every flow is known to it.
 */
export async function startChatfuelStandIn(options: ChatfuelStandInOptions): Promise<ChatfuelStandIn> {
  const listeners = new Set<(send: ChatfuelSend) => void>();
  const { requestsPerSecond = REQUESTS_PER_SECOND, now = Date.now } = options;
  const withinLimit = requestsPerSecond === null ? () => true : secondLimit(requestsPerSecond, now);
  const server = await startStandInServer(options, (call) => {
    const answer = answerTo(call, options, withinLimit);
    if (answer.send !== null) for (const listener of listeners) listener(answer.send);
    return withHeaders(answer);
  });
  return {
    ...server,
    onSend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function answerTo(asked: ChatfuelCall, options: ChatfuelStandInOptions, withinLimit: () => boolean): Answer {
  const [botId, clientId] = sendRoute(asked.path) ?? [];
  if (botId === undefined || clientId === undefined) return plainError(404, 'HTTP 404 Not Found');
  if (asked.method !== 'POST') return plainError(405, 'HTTP 405 Method Not Allowed');

  const { chatfuel_token: token } = asked.query;
  if (!token) return failure(400, 'Bad Request: Missing required chatfuel_token parameter');
  // Chatfuel does not tell an unknown bot from a wrong token.
  if (botId !== options.botId || token !== options.token) return failure(422, 'Bad Data: Bot not found');
  // How it words these two is not known.
  if (!withinLimit()) return failure(429, 'Too Many Requests');
  const [routing, ...others] = ROUTING.filter((name) => asked.query[name]);
  if (routing === undefined || others.length > 0) {
    return failure(400, `Bad Request: Exactly one of ${ROUTING.join(', ')} is required`);
  }
  const flow = asked.query[routing] ?? '';
  const send = { clientId, flow, attributes: attributesOf(asked.query) };
  return { status: 200, body: { result: 'ok', success: true }, send };
}

/** The bot and the user of a send's path, decoded; null for any other path. */
function sendRoute(path: string): readonly string[] | null {
  const [, ...ids] = /^\/bots\/([^/]+)\/users\/([^/]+)\/send$/.exec(path) ?? [];
  try {
    return ids.length === 0 ? null : ids.map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** Every parameter that is not Chatfuel's own. */
const attributesOf = (query: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(query).filter(([name]) => !name.startsWith('chatfuel_') && name !== 'tags'),
  );

const plainError = (status: number, message: string): Answer => ({
  status,
  body: { code: status, message },
  send: null,
});

const failure = (status: number, result: string): Answer => ({
  status,
  body: { result, success: false, errors: [result], message: null },
  send: null,
});

/** The answer that Chatfuel is documented to give where it took a request and could not carry it out. */
export const unsuccessful = (result: string): Misbehaviour => ({
  type: 'answer',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ result, success: false }),
});

const withHeaders = ({ status, body }: Answer): StandInAnswer => ({
  status,
  headers: { 'access-control-allow-origin': '*', 'x-chatfuel-version': 'stand-in' },
  body,
});
