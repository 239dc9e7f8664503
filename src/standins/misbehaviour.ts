import type { IncomingMessage, ServerResponse } from 'node:http';

/** A bad day of a platform, for one request. */
export type Misbehaviour =
  /** Takes the request and never answers. */
  | { readonly type: 'hang' }
  /** Cuts the connection and takes nothing. */
  | { readonly type: 'reset' }
  /** Does what was asked and cuts the connection instead of saying so. */
  | { readonly type: 'lost_answer' }
  /** Answers as ever, that much later. */
  | { readonly type: 'slow'; readonly milliseconds: number }
  /** Answers with bytes that are no HTTP. */
  | { readonly type: 'garbage' }
  /** Does nothing and answers just this. */
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    };

export interface MisbehaviourSwitch {
  /** From now on, or for that many requests, things go wrong in this way; null: as they should. */
  set(misbehaviour: Misbehaviour | null, times?: number): void;
  /** Handles a request in today's way. @param behave does what was asked and answers. */
  handle(request: IncomingMessage, response: ServerResponse, behave: () => void): void;
}

export function misbehaviourSwitch(): MisbehaviourSwitch {
  let current: Misbehaviour | null = null;
  let left = 0;
  return {
    set(misbehaviour, times = Number.POSITIVE_INFINITY) {
      current = misbehaviour;
      left = times;
    },
    handle(request, response, behave) {
      if (current === null || left <= 0) {
        behave();
        return;
      }
      left -= 1;
      act(current, request, response, behave);
    },
  };
}

function act(
  misbehaviour: Misbehaviour,
  request: IncomingMessage,
  response: ServerResponse,
  behave: () => void,
): void {
  switch (misbehaviour.type) {
    case 'hang':
      return;
    case 'reset':
      request.socket.resetAndDestroy();
      return;
    case 'lost_answer':
      // The socket is cut first, so that no part of the answer can leave.
      request.socket.resetAndDestroy();
      behave();
      return;
    case 'slow':
      setTimeout(behave, misbehaviour.milliseconds);
      return;
    case 'garbage':
      request.socket.end('*** this is no HTTP ***\r\n\r\n');
      return;
    case 'answer':
      response.writeHead(misbehaviour.status, misbehaviour.headers).end(misbehaviour.body);
  }
}
