import type { ChallengeId } from '../kernel/ids.ts';
import type { ChallengeView } from './challenge-view.ts';
import type { Channel } from './channel.ts';
import { readChallenge } from './read-challenge.ts';
import type { Service } from './service.ts';
import { untilNoticed } from './until-noticed.ts';

/**
 * The challenge as soon as it has a verdict, or as it stands after `seconds`, or when `signal` ends the wait.
 * Null where this channel has none of that id. @throws StoreUnavailable
 */
export const waitForVerdict = (
  service: Service,
  channel: Channel,
  id: ChallengeId,
  seconds: number,
  signal: AbortSignal,
): Promise<ChallengeView | null> =>
  untilNoticed(service, {
    seconds,
    signal,
    concerns: ({ challenge }) => challenge === id,
    look: () => readChallenge(service, channel, id),
    isEnough: (view) => view === null || view.status !== 'pending',
  });
