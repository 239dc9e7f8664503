import type {
  Challenge,
  ChallengeDetails,
  Client,
  ClientRef,
  PhoneRef,
} from '../domain/challenge/challenge.ts';
import { canonicalClientId } from '../domain/challenge/client-id.ts';
import { transition } from '../domain/challenge/lifecycle.ts';
import { afterShowing } from '../domain/policy/ledger.ts';
import { type Admission, admission, askedAgain } from '../domain/policy/lockout.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { policyOfFlow } from '../domain/policy/policy-set.ts';
import { ID_RANDOM_BYTES, makeId } from '../kernel/ids.ts';
import { type Instant, plus } from '../kernel/instant.ts';
import { callbackRefusal } from './callback-refusal.ts';
import type { ChallengeView } from './challenge-view.ts';
import type { Channel } from './channel.ts';
import { chooseQuestions } from './choose-questions.ts';
import type { ChallengeRequest, CreateOutcome } from './create-outcome.ts';
import { changeOf, type OpenedChallenge } from './decide.ts';
import { firstAnswer, idempotencyRecord } from './idempotency.ts';
import { sessionEntry } from './log-drafts.ts';
import { openChallenge } from './open-challenge.ts';
import { planDeliveries } from './plan-deliveries.ts';
import { viewOf } from './read-challenge.ts';
import { resolveFacts } from './resolve-facts.ts';
import { retryConflicts } from './retry-conflicts.ts';
import { keyOf, sealDetails, sealQuestions } from './sealed.ts';
import type { Service } from './service.ts';
import type { Change } from './store-ports.ts';
import { newToken } from './token.ts';

const SECOND = 1000;

/**
 * Makes a challenge and its link for one client. It is stored durably before its link is given out; where the channel
 * keeps one live link per client, the one before is canceled in the same commit.
 * @throws StoreUnavailable
 */
export async function createChallenge(
  service: Service,
  channel: Channel,
  request: ChallengeRequest,
): Promise<CreateOutcome> {
  const { idempotency } = request;
  let asked: ReturnType<typeof resolveFacts> | null = null;
  // Whoever loses a race for the client's row decides again, but does not ask again.
  const lookUp: LookUp = (policy, ref) => {
    asked ??= resolveFacts(service, channel, policy, ref, request);
    return asked;
  };
  const attempt = () => retryConflicts(() => createOnce(service, channel, request, lookUp));
  if (idempotency === null) return await attempt();
  const outcome = await service.inFlight.alone(`${channel.id} ${idempotency.key}`, attempt);
  return outcome ?? { type: 'idempotency_in_flight' };
}

type LookUp = (policy: Policy, ref: ClientRef) => ReturnType<typeof resolveFacts>;

async function createOnce(
  service: Service,
  channel: Channel,
  request: ChallengeRequest,
  lookUp: LookUp,
): Promise<CreateOutcome | 'conflict'> {
  if (request.idempotency !== null) {
    const first = await firstAnswer(service, channel, request.idempotency);
    if (first !== null) return first;
  }
  const policy =
    request.policy === null
      ? (policyOfFlow(service.policies.values(), request.flow) ?? channel.policy)
      : service.policies.get(request.policy);
  if (policy === undefined) return { type: 'unknown_policy' };
  const noCallback = callbackRefusal(channel, request.callback);
  if (noCallback !== null) return noCallback;

  const ref = service.vault.pseudonym(canonicalClientId(request.clientId));
  const known = await service.store.challenges.client(channel.id, ref);
  const client = known ?? newClient(service, channel, ref);
  const askedAt = service.clock.now();
  const refusal = refusalOf(service, client, admission(client, policy, askedAt), askedAt);
  if (refusal !== null) return refusal;

  const resolved = await lookUp(policy, ref);
  if (resolved === null) return { type: 'facts_unavailable' };
  const questions = chooseQuestions(service, client, policy, resolved);
  if (!questions.ok) return questions.error;

  // Whoever had to be asked for the facts took none of the person's time.
  const now = service.clock.now();
  const { token, hash } = newToken(service.entropy, now);
  const key = keyOf(service.vault, client);
  const id = makeId('challenge', now, service.entropy.bytes(ID_RANDOM_BYTES));
  const details = detailsOf(request);
  const challenge: Challenge = {
    id,
    channel: channel.id,
    client: ref,
    phone: phoneOf(service, request),
    policy: policy.name,
    tokenHash: hash,
    lifecycle: {
      status: 'pending',
      attempts: 0,
      attemptsAllowed: policy.attempts,
      createdAt: now,
      expiresAt: plus(now, (request.ttlSeconds ?? policy.ttlSeconds) * SECOND),
      decidedAt: null,
      reason: null,
    },
    firstViewedAt: null,
    firstPreviewedAt: null,
    sealedDetails: sealDetails(service.vault, key, id, details),
    sealedQuestions: sealQuestions(service.vault, key, id, questions.value),
    version: 1,
  };
  const opened = { challenge, client, channel, policy, key, details, questions: questions.value };
  const url = `${service.publicUrl}/${token}`;
  const deliveries = planDeliveries(service, opened, 'created', url);
  const created = { type: 'challenge.created', at: now, visitor: null, met: null } as const;
  const view: ChallengeView = { ...viewOf(opened, deliveries), url };
  const superseded = channel.oneLiveLink ? await supersede(service, client) : null;
  const change: Change = {
    client: { expectedVersion: client.version, next: afterAsking(client, opened, now) },
    newChallenge: challenge,
    challenges: superseded?.challenges ?? [],
    audit: [...(superseded?.audit ?? []), sessionEntry(service, opened, challenge, created)],
    deliveries: [...(superseded?.deliveries ?? []), ...deliveries],
    idempotency:
      request.idempotency === null
        ? null
        : idempotencyRecord(service, channel, request.idempotency, view, now),
  };
  if ((await service.store.challenges.commit(change)) === 'conflict') return 'conflict';
  for (const { next } of change.challenges) {
    service.notices.publish({ type: 'verdict', challenge: next.id, channel: channel.id });
  }
  if (deliveries.length > 0) service.notices.publish({ type: 'due', challenge: id, channel: channel.id });
  return { type: 'created', challenge: view, replayed: false };
}

function refusalOf(
  { limits }: Service,
  { channel, ref }: Client,
  decision: Admission,
  now: Instant,
): CreateOutcome | null {
  if (decision.type === 'admitted') return null;
  if (decision.type === 'locked_for_operator') return decision;
  // A lock holds in a dry run too: it is what stands between a guesser and the next option.
  const isBudget = decision.type === 'asked_too_often';
  if (isBudget && !limits.refuses('client', { channel, client: ref })) return null;
  return { type: decision.type, retryAfterSeconds: Math.max(1, Math.ceil((decision.until - now) / SECOND)) };
}

function newClient(service: Service, channel: Channel, ref: ClientRef): Client {
  return {
    channel: channel.id,
    ref,
    wrappedKey: service.vault.newClientKey().wrapped,
    consecutiveFailures: 0,
    lockedUntil: null,
    answered: 0,
    ledger: {},
    askedAt: [],
    latest: null,
    version: 0,
  };
}

/** The pseudonym by which a challenge is found again; null where the bot named no phone. */
const phoneOf = ({ vault }: Service, { phone }: ChallengeRequest): PhoneRef | null =>
  phone === null ? null : vault.phonePseudonym(canonicalClientId(phone));

const detailsOf = (request: ChallengeRequest): ChallengeDetails => ({
  clientId: request.clientId,
  phone: request.phone,
  flow: request.flow,
  locale: request.locale,
  purpose: request.purpose,
  metadata: request.metadata,
  callback: request.callback,
});

const afterAsking = (
  client: Client,
  { challenge, policy, questions }: Pick<OpenedChallenge, 'challenge' | 'policy' | 'questions'>,
  now: Instant,
): Client => ({
  ...client,
  askedAt: askedAgain(client.askedAt, policy, now),
  ledger: afterShowing(client.ledger, questions),
  latest: challenge.id,
  version: client.version + 1,
});

/** The change that takes the client's live link out of use; null where none is live. */
async function supersede(service: Service, client: Client): Promise<Change | null> {
  const stored = client.latest === null ? null : await service.store.challenges.byId(client.latest);
  const opened = stored === null ? null : openChallenge(service, stored);
  if (opened === null || opened.challenge.lifecycle.status !== 'pending') return null;
  const at = service.clock.now();
  const step = transition(opened.challenge.lifecycle, { type: 'cancel', reason: 'superseded', at });
  return changeOf(service, opened, step, null);
}
