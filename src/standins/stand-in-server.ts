import { Buffer } from 'node:buffer';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Misbehaviour, misbehaviourSwitch } from './misbehaviour.ts';

/** A request that came in, and how it was answered. */
export type StandInCall = {
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** Path and query, byte for byte as they stood in the request line. */
  readonly target: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Null where it was not answered, or is not yet. */
  readonly status: number | null;
};

/** `body`: a text is sent as it is, anything else as JSON. */
export type StandInAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
};

export type StandInServer = {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Newest last; the newest 10,000. */
  readonly calls: readonly StandInCall[];
  /** From now on, or for that many requests, things go wrong in this way; null: as they should. */
  misbehave(misbehaviour: Misbehaviour | null, times?: number): void;
  close(): Promise<void>;
};

export type StandInOptions = {
  /** A free one where none is given. */
  readonly port?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
};

const CALLS_KEPT = 10_000;
const LONGEST_BODY = 1024 * 1024;

/** A platform on a loopback port, for demos and tests: what it answers, and how it can have a bad day. */
export async function startStandInServer(
  { port = 0, now = Date.now }: StandInOptions,
  answer: (call: StandInCall) => StandInAnswer,
): Promise<StandInServer> {
  const calls: StandInCall[] = [];
  const misbehaviour = misbehaviourSwitch();

  const server = createServer((request, response) => {
    bodyOf(request).then(
      (body) => {
        const call = { ...parsed(request), at: now(), body, status: null };
        const kept: { status: number | null } & StandInCall = call;
        calls.push(kept);
        if (calls.length > CALLS_KEPT) calls.shift();
        response.on('finish', () => {
          kept.status = response.statusCode;
        });
        misbehaviour.handle(request, response, () => write(response, answer(call)));
      },
      () => request.socket.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  // Only the address of a pipe is a text, only that of a closed server null.
  const bound = typeof address === 'object' && address !== null ? address.port : 0;

  return {
    url: `http://127.0.0.1:${bound}`,
    calls,
    misbehave: (next, times) => misbehaviour.set(next, times),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LONGEST_BODY) throw new RangeError('a body of more than a mebibyte');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(
  request: IncomingMessage,
): Pick<StandInCall, 'method' | 'target' | 'path' | 'query' | 'headers'> {
  const { method = '', url: target = '' } = request;
  const [path = '', ...query] = target.split('?');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return {
    method,
    target,
    path,
    query: Object.fromEntries(new URLSearchParams(query.join('?'))),
    headers: Object.fromEntries(headers),
  };
}

function write(response: ServerResponse, { status, headers = {}, body }: StandInAnswer): void {
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain; charset=utf-8' : 'application/json';
  response.writeHead(status, { 'content-type': type, ...headers }).end(isText ? body : JSON.stringify(body));
}

/** Whether one more request fits into the second that ends now; counts it where it does. */
export function secondLimit(perSecond: number, now: () => number): () => boolean {
  let taken: readonly number[] = [];
  return () => {
    const at = now();
    taken = taken.filter((start) => start > at - 1000);
    if (taken.length >= perSecond) return false;
    taken = [...taken, at];
    return true;
  };
}
