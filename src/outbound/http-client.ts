import { Buffer } from 'node:buffer';
import { Agent } from 'undici';
import type { Clock } from '../app/ports.ts';
import { guardedConnector, type Resolve } from './address-guard.ts';
import { networkFailure } from './network-failure.ts';
import { retryAfterSeconds } from './retry-after.ts';

const TIMEOUT_MILLISECONDS = 15_000;
const MAX_BODY_BYTES = 16 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;

/** How long an unused connection is kept for the next call. */
const KEEP_ALIVE_MILLISECONDS = 20_000;

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

  return {
    async send({ method, url, target, headers, body }, signal) {
      const limit = deadline(timeoutMilliseconds, signal);
      try {
        const response = await agent.request({
          origin: url.origin,
          path: target ?? `${url.pathname}${url.search}`,
          method,
          headers: { 'user-agent': 'Countersign', ...headers },
          body,
          signal: limit.signal,
        });
        const bytes = await beginning(response.body, MAX_BODY_BYTES);
        return {
          type: 'answered',
          status: response.statusCode,
          retryAfterSeconds: retryAfterSeconds(single(response.headers['retry-after']), clock.now()),
          body: new TextDecoder().decode(bytes),
          bytes,
        };
      } catch (error) {
        return { type: 'failed', error: limit.reason(url.host) ?? networkFailure(error, url.host) };
      } finally {
        limit.end();
      }
    },
    close: () => agent.close(),
  };
}

type Deadline = {
  readonly signal: AbortSignal;
  /** Why the signal fired, in plain words; null where it did not. */
  reason(host: string): string | null;
  end(): void;
};

function deadline(milliseconds: number, stopped: AbortSignal): Deadline {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, milliseconds);
  stopped.addEventListener('abort', abort, { once: true });
  if (stopped.aborted) abort();
  return {
    signal: controller.signal,
    reason(host) {
      if (stopped.aborted) return `This service was stopped before ${host} answered.`;
      return controller.signal.aborted ? `${host} gave no answer within ${milliseconds / 1000} s.` : null;
    },
    end() {
      clearTimeout(timer);
      stopped.removeEventListener('abort', abort);
    },
  };
}

/** The first `limit` bytes. The rest is not waited for. */
async function beginning(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let left = limit;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, left));
    left -= chunk.byteLength;
    if (left <= 0) break;
  }
  return Buffer.concat(chunks);
}

const single = (header: string | string[] | undefined): string | null =>
  (Array.isArray(header) ? header[0] : header) ?? null;
