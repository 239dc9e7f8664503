import type { Challenge, ChallengeDetails } from '../domain/challenge/challenge.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { ChallengeView } from './challenge-view.ts';
import type { Channel } from './channel.ts';
import { keyOf, openDetails } from './sealed.ts';
import type { Service } from './service.ts';

/** A channel's challenge as its bot may see it; null where this channel has none of that id. @throws StoreUnavailable */
export async function readChallenge(
  service: Service,
  channel: Channel,
  id: ChallengeId,
): Promise<ChallengeView | null> {
  const stored = await service.store.challenges.byId(id);
  if (stored === null || stored.challenge.channel !== channel.id) return null;
  const deliveries = await service.store.deliveries.ofChallenges([id]);
  const details = openDetails(service.vault, keyOf(service.vault, stored.client), stored.challenge);
  return viewOf({ challenge: stored.challenge, details }, deliveries);
}

export function viewOf(
  opened: { readonly challenge: Challenge; readonly details: ChallengeDetails },
  deliveries: readonly Delivery[],
): ChallengeView {
  const { challenge, details } = opened;
  const { lifecycle } = challenge;
  return {
    id: challenge.id,
    url: null,
    status: lifecycle.status,
    reason: lifecycle.reason,
    clientId: details.clientId,
    flow: details.flow,
    purpose: details.purpose,
    metadata: details.metadata,
    createdAt: lifecycle.createdAt,
    firstViewedAt: challenge.firstViewedAt,
    decidedAt: lifecycle.decidedAt,
    expiresAt: lifecycle.expiresAt,
    deliveries: deliveries.map(({ id, connector, event, status, attempts, lastError }) => ({
      id,
      connector,
      event,
      status,
      attempts,
      lastError,
    })),
  };
}
