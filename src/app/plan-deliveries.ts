import type { Challenge } from '../domain/challenge/challenge.ts';
import type { Delivery, DeliveryEvent } from '../domain/delivery/delivery.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { ID_RANDOM_BYTES, makeId } from '../kernel/ids.ts';
import type { Channel } from './channel.ts';
import { sealLink } from './sealed.ts';
import type { Service } from './service.ts';
import type { ClientKey } from './vault.ts';

/** What is told of. */
type Subject = {
  readonly challenge: Challenge;
  readonly channel: Channel;
  readonly policy: Policy;
  readonly key: ClientKey;
};

/**
 * The deliveries that an event of a challenge leaves, to be written in the event's own commit: none where its channel
 * does not tell of it.
 * @param link the person's link, known while a challenge is made; null ever after.
 */
export function planDeliveries(
  service: Pick<Service, 'clock' | 'entropy' | 'vault'>,
  subject: Subject,
  event: DeliveryEvent,
  link: string | null,
): readonly Delivery[] {
  const { challenge, channel, policy, key } = subject;
  if (channel.connector === null || !channel.tells.has(event)) return [];
  if (event === 'expired' && !policy.tellExpired) return [];
  const now = service.clock.now();
  return [
    {
      id: makeId('delivery', now, service.entropy.bytes(ID_RANDOM_BYTES)),
      challenge: challenge.id,
      channel: channel.id,
      connector: channel.connector,
      event,
      sealedLink:
        link === null || !channel.sendsLink ? null : sealLink(service.vault, key, challenge.id, link),
      status: 'pending',
      attempts: 0,
      createdAt: now,
      nextAttemptAt: now,
      lastError: null,
      deliveredAt: null,
    },
  ];
}
