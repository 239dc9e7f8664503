import type { PrivateEvidence } from '../domain/audit/entry.ts';
import type { Challenge, ChallengeDetails, Client } from '../domain/challenge/challenge.ts';
import type { Question } from '../domain/questions/question.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { ClientKey, Vault } from './vault.ts';

/*
 * What is sealed under a client's key, and in which context. Reading back needs no second parse: the seal proves that
 * this service wrote the bytes, from a value of the same type, which is why the assertions below are sound.
 */

export const keyOf = (vault: Vault, client: Client): ClientKey => vault.unwrap(client.wrappedKey);

export const sealDetails = (
  vault: Vault,
  key: ClientKey,
  id: ChallengeId,
  details: ChallengeDetails,
): Uint8Array => vault.sealJson(key, `details:${id}`, details);

export const openDetails = (vault: Vault, key: ClientKey, challenge: Challenge): ChallengeDetails =>
  vault.openJson(key, `details:${challenge.id}`, challenge.sealedDetails) as ChallengeDetails;

export const sealQuestions = (
  vault: Vault,
  key: ClientKey,
  id: ChallengeId,
  questions: readonly Question[],
): Uint8Array => vault.sealJson(key, `questions:${id}`, questions);

/** @throws Error for a challenge whose questions are gone: only pending ones have them. */
export function openQuestions(vault: Vault, key: ClientKey, challenge: Challenge): readonly Question[] {
  if (challenge.sealedQuestions === null) throw new Error('a decided challenge has no questions any more');
  return vault.openJson(key, `questions:${challenge.id}`, challenge.sealedQuestions) as readonly Question[];
}

export const sealLink = (vault: Vault, key: ClientKey, id: ChallengeId, link: string): Uint8Array =>
  vault.sealJson(key, `link:${id}`, link);

export const openLink = (vault: Vault, key: ClientKey, id: ChallengeId, sealed: Uint8Array): string =>
  vault.openJson(key, `link:${id}`, sealed) as string;

export const sealEvidence = (
  vault: Vault,
  key: ClientKey,
  id: ChallengeId,
  evidence: PrivateEvidence,
): Uint8Array => vault.sealJson(key, `evidence:${id}`, evidence);

export const openEvidence = (
  vault: Vault,
  key: ClientKey,
  id: ChallengeId,
  sealed: Uint8Array,
): PrivateEvidence => vault.openJson(key, `evidence:${id}`, sealed) as PrivateEvidence;
