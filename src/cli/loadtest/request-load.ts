import autocannon from 'autocannon';
import { type LoadResult, LoadTally, type Progress } from './load-result.ts';
import { faultName } from './target.ts';

export type RequestLoad = {
  readonly origin: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** The path and the body of the nth request, from 1. */
  readonly request: (nth: number) => { readonly path: string; readonly body?: string };
  readonly requests: number;
  readonly connections: number;
  /** The one status that is no error. */
  readonly expected: number;
  readonly stopped: AbortSignal;
  readonly progress: Progress;
};

/** How often autocannon looks whether it is done. */
const SAMPLE_MILLISECONDS = 20;

/** So many requests over so many kept connections, each as soon as the one before was answered. */
export function loadWithRequests(load: RequestLoad): Promise<LoadResult> {
  const tally = new LoadTally();
  let nth = 0;
  const since = performance.now();
  let last = since;
  const { promise, resolve, reject } = Promise.withResolvers<LoadResult>();

  const instance = autocannon(
    {
      url: load.origin,
      connections: Math.min(load.connections, load.requests),
      amount: load.requests,
      sampleInt: SAMPLE_MILLISECONDS,
      requests: [
        {
          method: load.method,
          headers: { ...load.headers },
          setupRequest: (request) => ({ ...request, ...load.request(++nth) }),
        },
      ],
    },
    (error: unknown) => {
      load.stopped.removeEventListener('abort', stop);
      if (error) return reject(error);
      const unanswered = load.requests - tally.succeeded - tally.failed;
      if (unanswered > 0)
        tally.failure(load.stopped.aborted ? 'stopped before its end' : 'cut off', unanswered);
      return resolve({ tally, seconds: (last - since) / 1000, steps: new Map() });
    },
  );
  const stop = (): void => instance.stop();
  load.stopped.addEventListener('abort', stop);
  instance.on('response', (_client, status, _bytes, milliseconds) => {
    last = performance.now();
    if (status === load.expected) tally.success(milliseconds);
    else tally.failure(`status ${status}`);
    load.progress(tally.succeeded, tally.failed);
  });
  instance.on('reqError', (error) => {
    last = performance.now();
    tally.failure(faultName(error));
    load.progress(tally.succeeded, tally.failed);
  });
  return promise;
}
