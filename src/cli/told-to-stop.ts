import { once } from 'node:events';

/** Resolves at the first SIGINT or SIGTERM. A second one finds no listener, and ends the process at once. */
export function toldToStop(): Promise<unknown> {
  const heard = new AbortController();
  const { signal } = heard;
  return Promise.race([once(process, 'SIGINT', { signal }), once(process, 'SIGTERM', { signal })]).finally(
    () => heard.abort(),
  );
}
