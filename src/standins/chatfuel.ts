import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Misbehaviour, misbehaviourSwitch } from './misbehaviour.ts';

export type ChatfuelStandInOptions = {
  /** A free one where none is given. */
  readonly port?: number;
  readonly token: string;
  readonly botId: string;
  /** Milliseconds since 1970: dates the calls, and counts the limit of requests. */
  readonly now?: () => number;
};

/** A request that came in, and how it was answered; null where it was not. */
export type ChatfuelCall = {
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly status: number | null;
};

/** What Chatfuel does for a request that it accepts: sets attributes on the user, then starts the flow. */
export type ChatfuelSend = {
  readonly clientId: string;
  readonly flow: string;
  readonly attributes: Readonly<Record<string, string>>;
};

export type ChatfuelStandIn = {
  /** For `CHATFUEL_API_URL`. */
  readonly url: string;
  /** Newest last; the newest 10,000. */
  readonly calls: readonly ChatfuelCall[];
  /** Calls back for each accepted send. @returns the call that ends it. */
  onSend(listener: (send: ChatfuelSend) => void): () => void;
  misbehave(misbehaviour: Misbehaviour | null, times?: number): void;
  close(): Promise<void>;
};

const REQUESTS_PER_SECOND = 25;
const CALLS_KEPT = 10_000;
const ROUTING = ['chatfuel_flow_name', 'chatfuel_block_name', 'chatfuel_block_id'] as const;

type Answer = { readonly status: number; readonly body: unknown; readonly send: ChatfuelSend | null };

/**
 * Speaks Chatfuel's Broadcasting API on a loopback port, without Chatfuel: its answers, errors and limit as far as
 * they are known. Every user and every flow is known to it.
 */
export async function startChatfuelStandIn(options: ChatfuelStandInOptions): Promise<ChatfuelStandIn> {
  const calls: ChatfuelCall[] = [];
  const listeners = new Set<(send: ChatfuelSend) => void>();
  const misbehaviour = misbehaviourSwitch();
  const now = options.now ?? Date.now;
  const withinLimit = secondLimit(now);

  const server = createServer((request, response) => {
    request.resume();
    const asked = parsed(request);
    const call: Asked & { at: number; status: number | null } = { ...asked, at: now(), status: null };
    calls.push(call);
    if (calls.length > CALLS_KEPT) calls.shift();
    response.on('finish', () => {
      call.status = response.statusCode;
    });
    misbehaviour.handle(request, response, () => {
      const answer = answerTo(asked, options, withinLimit);
      if (answer.send !== null) for (const listener of listeners) listener(answer.send);
      write(response, answer);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  // Only the address of a pipe is a text, only that of a closed server null.
  const port = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    onSend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    misbehave: (next, times) => misbehaviour.set(next, times),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Asked = Omit<ChatfuelCall, 'at' | 'status'>;

function parsed(request: IncomingMessage): Asked {
  const method = request.method ?? '';
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  return { method, path, query: Object.fromEntries(new URLSearchParams(query)) };
}

function answerTo(asked: Asked, options: ChatfuelStandInOptions, withinLimit: () => boolean): Answer {
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

/** Whether one more request fits into the second that ends now; counts it where it does. */
function secondLimit(now: () => number): () => boolean {
  let taken: readonly number[] = [];
  return () => {
    const at = now();
    taken = taken.filter((start) => start > at - 1000);
    if (taken.length >= REQUESTS_PER_SECOND) return false;
    taken = [...taken, at];
    return true;
  };
}

function write(response: ServerResponse, { status, body }: Answer): void {
  response
    .writeHead(status, {
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'x-chatfuel-version': 'stand-in',
    })
    .end(JSON.stringify(body));
}
