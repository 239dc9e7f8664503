import { commitTo, SEED_BYTES } from '../domain/audit/disclosure.ts';
import { PRIVATE_NAMES, type PrivateFields } from '../domain/audit/private-fields.ts';
import type { Challenge, ChallengeDetails, Client } from '../domain/challenge/challenge.ts';
import type { Question } from '../domain/questions/question.ts';
import { fromBase64url, toBase64url } from '../kernel/bytes.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import { type ClientKey, SealBroken, type Vault } from './vault.ts';

/*
 * What is sealed under a client's key, and in which context. Reading back needs no second parse: the seal proves that
 * this service wrote the bytes, from a value of the same type, which is why the assertions below are sound.
 */

export const keyOf = (vault: Vault, client: Pick<Client, 'wrappedKey'>): ClientKey =>
  vault.unwrap(client.wrappedKey);

export const sealDetails = (
  vault: Vault,
  key: ClientKey,
  id: ChallengeId,
  details: ChallengeDetails,
): Uint8Array => vault.sealJson(key, `details:${id}`, details);

export const openDetails = (
  vault: Vault,
  key: ClientKey,
  challenge: Pick<Challenge, 'id' | 'sealedDetails'>,
): ChallengeDetails =>
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

/** The fields that an entry commits to, and the seed of their salts: all that is needed to disclose any of them. */
export type Disclosable = { readonly seed: Uint8Array; readonly fields: PrivateFields };

/** Under the commitment, so that no entry's disclosures open beside another. */
export const sealDisclosures = (
  vault: Vault,
  key: ClientKey,
  commitment: string,
  { seed, fields }: Disclosable,
): Uint8Array =>
  vault.sealJson(key, `disclosures:${commitment}`, { seed: toBase64url(seed), ...known(fields) });

/** What is unknown need not be stored. */
function known(fields: PrivateFields): Partial<PrivateFields> {
  const values: Record<string, unknown> = {};
  for (const name of PRIVATE_NAMES) if (fields[name] !== null) values[name] = fields[name];
  // Of the same names, each with its own value.
  return values as Partial<PrivateFields>;
}

const UNKNOWN: Omit<PrivateFields, 'client_id' | 'questions'> = {
  accept_language: null,
  address: null,
  country: null,
  device: null,
  flow: null,
  language: null,
  locale: null,
  metadata: null,
  network: null,
  phone: null,
  place: null,
  place_database: null,
  purpose: null,
  tls: null,
  user_agent: null,
};

/** @throws SealBroken where the key or the commitment is another, or what was sealed is not what the entry commits to. */
export function openDisclosures(
  vault: Vault,
  key: ClientKey,
  commitment: string,
  sealed: Uint8Array,
): Disclosable {
  const { seed: text, ...stored } = vault.openJson(key, `disclosures:${commitment}`, sealed) as Pick<
    PrivateFields,
    'client_id' | 'questions'
  > &
    Partial<PrivateFields> & { readonly seed: string };
  const seed = fromBase64url(text) ?? new Uint8Array();
  const fields = { ...UNKNOWN, ...stored };
  if (seed.byteLength !== SEED_BYTES || commitTo(fields, seed) !== commitment) {
    throw new SealBroken('disclosures are not those that their entry commits to');
  }
  return { seed, fields };
}
