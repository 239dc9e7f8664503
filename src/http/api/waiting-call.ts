import type { FastifyReply } from 'fastify';

/** How long a call may wait for something to happen. */
export const LONGEST_WAIT_SECONDS = 60;

/** Runs a wait that ends early where the caller hangs up or the service drains. */
export async function untilLeft<T>(
  reply: FastifyReply,
  draining: AbortSignal,
  wait: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const left = new AbortController();
  const end = () => left.abort();
  if (draining.aborted) end();
  reply.raw.once('close', end);
  draining.addEventListener('abort', end);
  try {
    return await wait(left.signal);
  } finally {
    reply.raw.off('close', end);
    draining.removeEventListener('abort', end);
  }
}
