import type { Client, ClientRef } from '../domain/challenge/challenge.ts';
import { canonicalClientId } from '../domain/challenge/client-id.ts';
import type { FactKind } from '../domain/facts/fact.ts';
import { disclosedOf, isExhausted, kindsIn } from '../domain/policy/ledger.ts';
import { admission } from '../domain/policy/lockout.ts';
import type { Policy } from '../domain/policy/policy.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Service } from './service.ts';

/** What stands in the way of a client's next challenge. Holds no fact. */
export type ClientView = {
  /** As it was asked for. */
  readonly clientId: string;
  /** `open`: a challenge may be made, where it brings a fact that is not exhausted. */
  readonly state: 'open' | 'locked' | 'locked_for_operator' | 'asked_too_often';
  /** When that ends by itself; null where it does not, or is open. */
  readonly until: Instant | null;
  readonly consecutiveFailures: number;
  /** Facts that challenges have asked about, by name. */
  readonly facts: readonly FactUse[];
  readonly latestChallenge: ChallengeId | null;
};

export type FactUse = {
  readonly fact: FactKind;
  readonly challenges: number;
  /** To challenges that asked about it, since the last right one. */
  readonly wrongAnswers: number;
  /** Whether it is asked no more until an operator unlocks the client. */
  readonly exhausted: boolean;
};

/** What these use cases need of a service: a command beside one has no more. */
export type ClientKeeper = Pick<Service, 'store' | 'vault' | 'clock' | 'build'>;

/** The channel whose client it is, and the policy by which it is judged. */
export type ClientPlace = { readonly id: ChannelId; readonly policy: Policy };

/** Null where the channel has never made a challenge for the client, in whichever spelling. @throws StoreUnavailable */
export async function showClient(
  keeper: Pick<ClientKeeper, 'store' | 'vault' | 'clock'>,
  channel: ClientPlace,
  clientId: string,
): Promise<ClientView | null> {
  const client = await keeper.store.challenges.client(channel.id, refOf(keeper, clientId));
  return client === null ? null : clientView(client, channel.policy, clientId, keeper.clock.now());
}

export const refOf = ({ vault }: Pick<ClientKeeper, 'vault'>, clientId: string): ClientRef =>
  vault.pseudonym(canonicalClientId(clientId));

export function clientView(client: Client, policy: Policy, clientId: string, now: Instant): ClientView {
  const decision = admission(client, policy, now);
  return {
    clientId,
    state: decision.type === 'admitted' ? 'open' : decision.type,
    until: 'until' in decision ? decision.until : null,
    consecutiveFailures: client.consecutiveFailures,
    facts: kindsIn(client.ledger).map((fact) => {
      const { shown, wrong } = disclosedOf(client.ledger, fact);
      const exhausted = isExhausted(client.ledger, fact, policy.failuresPerFact);
      return { fact, challenges: shown, wrongAnswers: wrong, exhausted };
    }),
    latestChallenge: client.latest,
  };
}
