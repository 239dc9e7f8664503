import type { Client } from '../domain/challenge/challenge.ts';
import { isExhausted, leastFailedFirst } from '../domain/policy/ledger.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { makeQuestions } from '../domain/questions/make-questions.ts';
import type { Question } from '../domain/questions/question.ts';
import { unpassable } from '../domain/questions/unpassable.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { CreateOutcome } from './create-outcome.ts';
import type { ResolvedFacts } from './resolve-facts.ts';
import type { Service } from './service.ts';

type Refusal = Extract<CreateOutcome, { readonly type: 'facts_missing' | 'facts_exhausted' }>;

/**
 * The questions of a client's next challenge. Until an answer came they are the same as before; after a wrong one,
 * other facts go first where there are others, and each fact moves on to its next kind of question. A fact with as
 * many wrong answers as the policy lets it is left out. Questions about nobody's facts can be asked, and not be passed.
 */
export function chooseQuestions(
  service: Pick<Service, 'vault' | 'entropy'>,
  client: Client,
  policy: Policy,
  { facts, isKnown }: ResolvedFacts,
): Result<readonly Question[], Refusal> {
  const random = (size: number) => service.entropy.bytes(size);
  const about = (kinds: Policy['facts']) =>
    makeQuestions({
      secret: service.vault.candidateSecret,
      client: client.ref,
      facts,
      policy: { ...policy, facts: kinds },
      round: client.answered,
      random,
    });
  const exhausted = policy.facts.filter((fact) => isExhausted(client.ledger, fact, policy.failuresPerFact));
  const open = policy.facts.filter((fact) => !exhausted.includes(fact));
  const made = about(leastFailedFirst(client.ledger, open));
  if (made.ok) return isKnown ? made : ok(made.value.map((question) => unpassable(question, random)));
  const given = exhausted.filter((kind) => facts.some((fact) => fact.kind === kind));
  const wouldDo = given.length > 0 && about(policy.facts).ok;
  return err(wouldDo ? { type: 'facts_exhausted', facts: given } : { type: 'facts_missing', ...made.error });
}
