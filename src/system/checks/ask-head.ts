const TIMEOUT_MILLISECONDS = 10_000;

export type HeadAnswer =
  | { readonly type: 'answered'; readonly status: number; readonly headers: Headers }
  /** `error` is a code or a few words, such as `ECONNREFUSED`. */
  | { readonly type: 'failed'; readonly error: string };

/** What a server answers to HEAD, within ten seconds; no redirect is followed. Never throws. */
export async function askHead(url: URL): Promise<HeadAnswer> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MILLISECONDS);
    const { status, headers } = await fetch(url, { method: 'HEAD', redirect: 'manual', signal });
    return { type: 'answered', status, headers };
  } catch (error) {
    return { type: 'failed', error: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return 'an unknown error';
  if (cause.name === 'TimeoutError') return 'no answer within ten seconds';
  return 'code' in cause ? String(cause.code) : cause.message;
}
