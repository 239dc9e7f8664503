import type { Notice } from './ports.ts';
import type { Service } from './service.ts';

/** Notices can be missed, so a waiting call also looks by itself. */
const POLL_MILLISECONDS = 1000;

export type Wait<T> = {
  /** How long to wait at most. */
  readonly seconds: number;
  /** Ends the wait early. */
  readonly signal: AbortSignal;
  /** Whether a notice is a reason to look again at once. */
  readonly concerns: (notice: Notice) => boolean;
  readonly look: () => Promise<T>;
  readonly isEnough: (seen: T) => boolean;
};

/** What `look` sees as soon as it is enough, or when the wait is over. */
export async function untilNoticed<T>(
  { notices }: Pick<Service, 'notices'>,
  { seconds, signal, concerns, look, isEnough }: Wait<T>,
): Promise<T> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  let noticed = new AbortController();
  const unsubscribe = notices.subscribe((notice) => {
    if (concerns(notice)) noticed.abort();
  });
  try {
    for (;;) {
      const seen = await look();
      if (isEnough(seen) || until.aborted) return seen;
      await firstOf([until, noticed.signal, AbortSignal.timeout(POLL_MILLISECONDS)]);
      noticed = new AbortController();
    }
  } finally {
    unsubscribe();
  }
}

function firstOf(signals: readonly AbortSignal[]): Promise<void> {
  const any = AbortSignal.any([...signals]);
  return new Promise((resolve) => {
    if (any.aborted) resolve();
    else any.addEventListener('abort', () => resolve(), { once: true });
  });
}
