import type { ClientRef } from '../domain/challenge/challenge.ts';
import type { Fact } from '../domain/facts/fact.ts';
import { pseudoFact } from '../domain/facts/pseudo-facts.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { lengthPrefixed } from '../kernel/bytes.ts';
import { hmacSha256 } from '../kernel/digest.ts';
import { KeyedStream } from '../kernel/keyed-stream.ts';
import type { Channel } from './channel.ts';
import type { ChallengeRequest } from './create-outcome.ts';
import type { Service } from './service.ts';

export type ResolvedFacts = {
  readonly facts: readonly Fact[];
  /** False: the facts are of nobody, and no answer may match them. */
  readonly isKnown: boolean;
};

type About = Pick<ChallengeRequest, 'clientId' | 'phone' | 'facts'>;

/**
 * The facts that a challenge asks about: those of the request or, where it brings none and the operator's own system can be
 * asked, what that one knows. For a client that it does not know they are made up, always the same ones for one client,
 * so that its pages stay the same and look like any other's.
 * @returns null where that system gives no answer.
 */
export async function resolveFacts(
  service: Pick<Service, 'factSource' | 'vault' | 'lists'>,
  channel: Channel,
  policy: Policy,
  ref: ClientRef,
  request: About,
): Promise<ResolvedFacts | null> {
  const { clientId, facts } = request;
  if (facts.length > 0 || service.factSource === null) return { facts, isKnown: true };
  // Made up whether they are needed or not: how long it takes then tells nothing.
  const madeUp = policy.facts.flatMap((kind) => {
    const key = hmacSha256(service.vault.candidateSecret, lengthPrefixed('fact of nobody', kind, ref));
    const fact = pseudoFact(kind, new KeyedStream(key), service.lists);
    return fact === null ? [] : [fact];
  });
  const answer = await service.factSource.factsOf({ clientId, channel: channel.id, kinds: policy.facts });
  if (answer.type === 'unavailable') return null;
  if (answer.type === 'known') return { facts: answer.facts.filter(isSecretFrom(request)), isKnown: true };
  const given = new Set(answer.examples.map(({ kind }) => kind));
  return { facts: [...answer.examples, ...madeUp.filter(({ kind }) => !given.has(kind))], isKnown: false };
}

/** The telephone of the chat is known to everybody in it, and so no fact to ask about. */
const isSecretFrom = ({ clientId, phone }: About): ((fact: Fact) => boolean) => {
  const endings = [clientId, phone ?? ''].map((number) => number.replace(/\D/g, '').slice(-4));
  return (fact) => fact.kind !== 'phone_last_digits' || !endings.includes(fact.text);
};
