import type { OpenedChallenge } from './decide.ts';
import { keyOf, openDetails, openQuestions } from './sealed.ts';
import type { Service } from './service.ts';
import type { ChallengeWithClient } from './store-ports.ts';

/** A stored challenge with its channel and what is sealed in it; null where its channel is no longer configured. */
export function openChallenge(
  service: Pick<Service, 'channels' | 'policies' | 'vault'>,
  stored: ChallengeWithClient,
): OpenedChallenge | null {
  const { challenge, client } = stored;
  const channel = service.channels.get(challenge.channel);
  if (channel === undefined) return null;
  const key = keyOf(service.vault, client);
  const pending = challenge.sealedQuestions !== null;
  return {
    challenge,
    client,
    channel,
    // A policy that was taken out of the settings since: its challenges end by the channel's rules.
    policy: service.policies.get(challenge.policy) ?? channel.policy,
    key,
    details: openDetails(service.vault, key, challenge),
    questions: pending ? openQuestions(service.vault, key, challenge) : [],
  };
}
