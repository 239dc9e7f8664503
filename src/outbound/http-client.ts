import { Agent } from 'undici';
import type { Clock } from '../app/ports.ts';
import { guardedConnector, type Resolve } from './address-guard.ts';
import { Exchange, type Exchanged } from './exchange.ts';
import { networkFailure } from './network-failure.ts';
import { retryAfterSeconds } from './retry-after.ts';

const TIMEOUT_MILLISECONDS = 15_000;
const MAX_HEADER_BYTES = 16 * 1024;

/** How long an unused connection is kept for the next call. */
const KEEP_ALIVE_MILLISECONDS = 20_000;

// Keeps nothing from one call to the next.
const decoder = new TextDecoder();

export type HttpRequest = {
  readonly method: 'POST' | 'PUT';
  readonly url: URL;
  /** Path and query as they are to stand in the request line, where that must be byte for byte: else those of the URL. */
  readonly target?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
};

export type HttpAnswer =
  | {
      readonly type: 'answered';
      readonly status: number;
      readonly retryAfterSeconds: number | null;
      /** Its first 16 KiB as text; what is no UTF-8 becomes replacement characters. */
      readonly body: string;
      /** The same as they came. */
      readonly bytes: Uint8Array;
    }
  /** No whole answer came. Whether the other side took the request is unknown. */
  | { readonly type: 'failed'; readonly error: string };

export interface HttpClient {
  /** One request and its answer, within 15 s. Never throws for what the network does, and never follows a redirect. */
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
  close(): Promise<void>;
}

export type HttpClientOptions = {
  readonly clock: Clock;
  /** Hosts of URLs that may lie outside the public Internet. */
  readonly allowedHosts: readonly string[];
  readonly timeoutMilliseconds?: number;
  readonly resolve?: Resolve;
};

export function httpClient(options: HttpClientOptions): HttpClient {
  const { clock, timeoutMilliseconds = TIMEOUT_MILLISECONDS } = options;
  const agent = new Agent({
    connect: guardedConnector({
      allowedHosts: new Set(options.allowedHosts.map((host) => host.toLowerCase())),
      connectTimeout: timeoutMilliseconds,
      ...(options.resolve === undefined ? {} : { resolve: options.resolve }),
    }),
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    maxHeaderSize: MAX_HEADER_BYTES,
    // The one time-out over everything, below, is stricter.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  const answerOf = (exchanged: Exchanged, host: string, stopped: boolean): HttpAnswer => {
    if (exchanged === null) {
      const error = stopped
        ? `This service was stopped before ${host} answered.`
        : `${host} gave no answer within ${timeoutMilliseconds / 1000} s.`;
      return { type: 'failed', error };
    }
    if ('error' in exchanged) return { type: 'failed', error: networkFailure(exchanged.error, host) };
    const { status, bytes } = exchanged;
    return {
      type: 'answered',
      status,
      retryAfterSeconds: retryAfterSeconds(exchanged.retryAfter, clock.now()),
      body: decoder.decode(bytes),
      bytes,
    };
  };

  return {
    send: ({ method, url, target, headers, body }, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve(answerOf(null, url.host, true));
          return;
        }
        const exchange = new Exchange((exchanged) => {
          clearTimeout(tooLate);
          signal.removeEventListener('abort', giveUp);
          resolve(answerOf(exchanged, url.host, signal.aborted));
        });
        const giveUp = () => exchange.giveUp();
        const tooLate = setTimeout(giveUp, timeoutMilliseconds);
        signal.addEventListener('abort', giveUp, { once: true });
        agent.dispatch(
          {
            origin: url.origin,
            path: target ?? `${url.pathname}${url.search}`,
            method,
            headers: { 'user-agent': 'Countersign', ...headers },
            body,
          },
          exchange,
        );
      }),
    close: () => agent.close(),
  };
}
