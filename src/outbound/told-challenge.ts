import type { DeliveryMessage } from '../app/ports.ts';
import type { DeliveryEvent } from '../domain/delivery/delivery.ts';
import { toRfc3339 } from '../kernel/instant.ts';

const VERDICTS: ReadonlySet<DeliveryEvent> = new Set(['passed', 'failed', 'expired', 'canceled']);

/**
 * A challenge as the event found it, in the words of the API, for platforms that take JSON of ours. Holds no fact, no
 * link and no telephone number; copies of one delivery hold the same.
 */
export function toldChallenge(message: DeliveryMessage) {
  const { event } = message;
  const decided = VERDICTS.has(event);
  return {
    id: message.challenge,
    channel: message.channel,
    status: decided ? event : 'pending',
    reason: message.reason,
    client_id: message.clientId,
    flow: message.flow,
    purpose: message.purpose,
    metadata: message.metadata,
    created_at: toRfc3339(message.createdAt),
    decided_at: decided ? toRfc3339(message.at) : null,
    expires_at: toRfc3339(message.expiresAt),
  };
}
