import type { ChallengeId } from '../kernel/ids.ts';
import type { ChallengeView } from './challenge-view.ts';
import type { Channel } from './channel.ts';
import { readChallenge } from './read-challenge.ts';
import type { Service } from './service.ts';

/** Notices can be missed, so a waiting call also looks by itself. */
const POLL_MILLISECONDS = 1000;

/**
 * The challenge as soon as it has a verdict, or as it stands after `seconds`, or when `signal` ends the wait.
 * Null where this channel has none of that id. @throws StoreUnavailable
 */
export async function waitForVerdict(
  service: Service,
  channel: Channel,
  id: ChallengeId,
  seconds: number,
  signal: AbortSignal,
): Promise<ChallengeView | null> {
  const until = AbortSignal.any([signal, AbortSignal.timeout(seconds * 1000)]);
  let noticed = new AbortController();
  const unsubscribe = service.notices.subscribe((notice) => {
    if (notice.challenge === id) noticed.abort();
  });
  try {
    for (;;) {
      const view = await readChallenge(service, channel, id);
      if (view === null || view.status !== 'pending' || until.aborted) return view;
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
