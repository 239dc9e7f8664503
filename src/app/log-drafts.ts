import { commitTo, SEED_BYTES } from '../domain/audit/disclosure.ts';
import type { EntryType } from '../domain/audit/entry-type.ts';
import type { EntryDraft } from '../domain/audit/log-entry.ts';
import { policyHash } from '../domain/audit/policy-hash.ts';
import type { PrivateEvidence } from '../domain/audit/private-evidence.ts';
import { privateFields } from '../domain/audit/private-fields.ts';
import type { Challenge, ChallengeDetails } from '../domain/challenge/challenge.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { QUESTION_KINDS } from '../domain/questions/projections.ts';
import type { Question } from '../domain/questions/question.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ApiKey } from './api-key.ts';
import type { AuditAppend } from './log-ports.ts';
import type { Visitor } from './person-view.ts';
import { sealDisclosures } from './sealed.ts';
import type { Service } from './service.ts';
import type { ClientKey } from './vault.ts';

/*
 * The entries that the use cases write, each in the commit of what it is about. What an entry holds besides is for the
 * store to add: its index, its number within the challenge, and a time that is not before the one in front of it.
 */

type Session = {
  readonly challenge: Challenge;
  readonly policy: Policy;
  readonly key: ClientKey;
  readonly details: ChallengeDetails;
  readonly questions: readonly Question[];
};

type SessionType = Extract<EntryType, `challenge.${string}`>;

/** What happened in a session, by whom as far as is known, and which questions were answered right. */
type Happened = {
  readonly type: SessionType;
  readonly at: Instant;
  readonly visitor: Visitor | null;
  /** For each question; null where no answer was counted. */
  readonly met: readonly boolean[] | null;
};

/** @param challenge as it is after what happened: a verdict's entry tells outcome and reason. */
export function sessionEntry(
  service: Pick<Service, 'build' | 'entropy' | 'vault' | 'geo' | 'wording'>,
  session: Session,
  challenge: Challenge,
  { type, at, visitor, met }: Happened,
): AuditAppend {
  const { status, reason } = challenge.lifecycle;
  const decided = type === 'challenge.decided' && status !== 'pending';
  const fields = privateFields(evidenceOf(service, session, visitor, met));
  const seed = service.entropy.bytes(SEED_BYTES);
  const commitment = commitTo(fields, seed);
  return {
    draft: {
      ...empty(service, type, at),
      channel: challenge.channel,
      challenge: challenge.id,
      outcome: decided ? status : null,
      reason: decided ? reason : null,
      policy: hashOf(session.policy),
      evidence: commitment,
    },
    sealedDisclosures: sealDisclosures(service.vault, session.key, commitment, { seed, fields }),
  };
}

/** An entry that names a challenge and nothing more. */
export const challengeEntry = (
  service: Pick<Service, 'build'>,
  type: 'client.locked' | 'client.unlocked' | `evidence.${'blocked' | 'erased' | 'views_erased'}`,
  challenge: { readonly id: ChallengeId; readonly channel: ChannelId },
  at: Instant,
): AuditAppend => ({
  draft: { ...empty(service, type, at), channel: challenge.channel, challenge: challenge.id },
  sealedDisclosures: null,
});

/** @param reason a digest of what the officer said. */
export const consultedEntry = (
  service: Pick<Service, 'build'>,
  challenge: { readonly id: ChallengeId; readonly channel: ChannelId },
  reason: string,
  at: Instant,
): AuditAppend => ({
  draft: {
    ...empty(service, 'evidence.consulted', at),
    channel: challenge.channel,
    challenge: challenge.id,
    subject: reason,
  },
  sealedDisclosures: null,
});

/** What became of a delivery in the end; null while it is on its way. */
export function deliveryEntry(
  service: Pick<Service, 'build'>,
  { id, status, channel, challenge }: Delivery,
  at: Instant,
): AuditAppend | null {
  if (status === 'pending') return null;
  const draft = { ...empty(service, `delivery.${status}`, at), channel, challenge, subject: id };
  return { draft, sealedDisclosures: null };
}

export const keyEntry = (
  service: Pick<Service, 'build'>,
  type: 'key.created' | 'key.revoked',
  { id, channel }: Pick<ApiKey, 'id' | 'channel'>,
  at: Instant,
): AuditAppend => ({
  draft: { ...empty(service, type, at), channel, subject: id },
  sealedDisclosures: null,
});

export const policyEntry = (service: Pick<Service, 'build'>, policy: string, at: Instant): AuditAppend => ({
  draft: { ...empty(service, 'policy.changed', at), policy },
  sealedDisclosures: null,
});

export const signingKeyEntry = (
  service: Pick<Service, 'build'>,
  type: 'signing_key.created' | 'signing_key.rotated',
  publicKey: string,
  at: Instant,
): AuditAppend => ({ draft: { ...empty(service, type, at), subject: publicKey }, sealedDisclosures: null });

export const secretRotatedEntry = (service: Pick<Service, 'build'>, at: Instant): AuditAppend => ({
  draft: empty(service, 'secret.rotated', at),
  sealedDisclosures: null,
});

export const restoredEntry = (service: Pick<Service, 'build'>, at: Instant): AuditAppend => ({
  draft: empty(service, 'log.restored', at),
  sealedDisclosures: null,
});

const empty = ({ build }: Pick<Service, 'build'>, type: EntryType, time: Instant): EntryDraft => ({
  type,
  time,
  channel: null,
  challenge: null,
  subject: null,
  outcome: null,
  reason: null,
  policy: null,
  build,
  evidence: null,
});

/** Of policies, which live as long as the service. */
const hashes = new WeakMap<Policy, string>();

function hashOf(policy: Policy): string {
  const known = hashes.get(policy) ?? policyHash(policy, QUESTION_KINDS);
  hashes.set(policy, known);
  return known;
}

/** What is kept of a request and, where there is one, of the person's visit. */
function evidenceOf(
  { geo, wording }: Pick<Service, 'geo' | 'wording'>,
  { details, questions }: Session,
  visitor: Visitor | null,
  met: readonly boolean[] | null,
): PrivateEvidence {
  const { clientId, phone, flow, purpose, metadata, locale } = details;
  const page = visitor === null ? null : wording.shown(questions, locale, visitor.acceptLanguage);
  const address = visitor?.address ?? null;
  const place = address === null ? null : geo.place(address);
  return {
    clientId,
    phone,
    flow,
    purpose,
    metadata,
    locale,
    language: page?.language ?? null,
    questions: questions.map(({ kind }, nth) => ({
      kind,
      wording: page?.questions[nth] ?? null,
      met: met?.[nth] ?? null,
    })),
    address,
    place,
    placeDatabase: place === null ? null : geo.database,
    tls: visitor?.tls ?? null,
    userAgent: visitor?.userAgent ?? null,
    acceptLanguage: visitor?.acceptLanguage ?? null,
    device: visitor?.device ?? null,
  };
}
