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
  const { challenge, channel, key } = subject;
  if (channel.connector === null || !isTold(subject, event)) return [];
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
      attemptsBefore: 0,
      createdAt: now,
      nextAttemptAt: now,
      lastError: null,
      deliveredAt: null,
    },
  ];
}

/**
 * A person's word that it was not they is told wherever failures are: the bot waits for an end that it cannot know of.
 * A cancellation of its own making, or by a newer request, it knows.
 */
function isTold({ challenge, channel, policy }: Subject, event: DeliveryEvent): boolean {
  if (event === 'expired' && !policy.tellExpired) return false;
  const denied = event === 'canceled' && challenge.lifecycle.reason === 'canceled_by_person';
  return channel.tells.has(event) || (denied && channel.tells.has('failed'));
}
