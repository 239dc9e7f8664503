import type { Client, ClientRef } from '../domain/challenge/challenge.ts';
import { canonicalClientId } from '../domain/challenge/client-id.ts';
import { transition } from '../domain/challenge/lifecycle.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { remembered } from '../domain/policy/remembered.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import { type Instant, plus } from '../kernel/instant.ts';
import { changeOf } from './decide.ts';
import { challengeEntry } from './log-drafts.ts';
import { openChallenge } from './open-challenge.ts';
import { giveDeliveryUp } from './operate-deliveries.ts';
import type { BlockedClient } from './privacy-ports.ts';
import { DAY_MILLISECONDS } from './retention.ts';
import { retryConflicts } from './retry-conflicts.ts';
import type { Service } from './service.ts';

/** What erasing needs of a service: a command beside one has as much. */
export type Eraser = Pick<
  Service,
  'store' | 'vault' | 'clock' | 'entropy' | 'build' | 'geo' | 'wording' | 'notices' | 'channels' | 'policies'
>;

export type EraseOutcome = {
  /** `erased`: nothing is left by which the person could be found or named, in the database. */
  readonly state: 'erased' | 'blocked';
  /** When what is blocked is erased; null where nothing is. */
  readonly until: Instant | null;
  /** Challenges that this call found something of. */
  readonly challenges: number;
  /** Whether wrong answers or requests still count on the client's pseudonym. */
  readonly isRemembered: boolean;
};

const PENDING_AT_ONCE = 100;
const ERASED_AT_ONCE = 100;
const DELIVERIES_AT_ONCE = 500;

/**
 * Has a client's data erased: its link goes out of use, what was not told yet is told no more, and its key is destroyed
 * with everything that it opens; at once, or after `blockDays` in which nobody reaches it but an officer. May be called
 * again, with any spelling of the client: what is done stays done, and the answer is the state then.
 *
 * A crash before the block is committed leaves the client as it was, but for a canceled link; one after it leaves it
 * blocked, and what is left to do to the sweeper.
 * @throws StoreUnavailable
 */
export async function eraseClient(
  service: Eraser,
  channel: ChannelId,
  clientId: string,
  blockDays: number,
): Promise<EraseOutcome> {
  const { store, vault, clock } = service;
  const ref = vault.pseudonym(canonicalClientId(clientId));
  const challenges = await retryConflicts(() => blockOnce(service, channel, ref, blockDays));
  const found = await store.privacy.blockedOf(channel, ref);
  const now = clock.now();
  const due = found.filter(({ eraseAt }) => eraseAt <= now);
  for (const blocked of due) await eraseBlocked(service, blocked);
  if (due.length > 0) await store.privacy.scrub();
  const left = found.filter(({ eraseAt }) => eraseAt > now);
  return {
    state: left.length > 0 ? 'blocked' : 'erased',
    until: left.at(-1)?.eraseAt ?? null,
    challenges,
    isRemembered: (await store.challenges.client(channel, ref)) !== null,
  };
}

/** @returns how many challenges were blocked. */
async function blockOnce(
  service: Eraser,
  channel: ChannelId,
  ref: ClientRef,
  blockDays: number,
): Promise<number | 'conflict'> {
  const { store, clock } = service;
  if (!(await cancelPending(service, channel, ref))) return 'conflict';
  // Read before its challenges: one that is asked for from here on makes the block conflict.
  const client = await store.challenges.client(channel, ref);
  if (client === null) return 0;
  const challenges = await store.privacy.challengesOf(channel, ref);
  await giveUpDeliveries(service, channel, challenges);
  const at = clock.now();
  const successor = successorOf(service, client, at);
  if (challenges.length === 0) {
    if (successor === null) await store.privacy.forgetClients([client]);
    return 0;
  }
  const isBlocking = blockDays > 0;
  const outcome = await store.privacy.block({
    client,
    at,
    eraseAt: plus(at, blockDays * DAY_MILLISECONDS),
    successor,
    audit: isBlocking
      ? challenges.map((id) => challengeEntry(service, 'evidence.blocked', { id, channel }, at))
      : [],
  });
  return outcome === 'blocked' ? challenges.length : 'conflict';
}

/** False where somebody else decided first. What would have been told is not: nobody is left to tell. */
async function cancelPending(service: Eraser, channel: ChannelId, ref: ClientRef): Promise<boolean> {
  const { challenges } = service.store;
  const query = { channel, client: ref, status: 'pending', before: null, limit: PENDING_AT_ONCE } as const;
  const pending = await challenges.list(query);
  for (const stored of pending) {
    const opened = openChallenge(service, stored);
    if (opened === null)
      throw new Error('a challenge of a channel that is not configured cannot be canceled');
    const event = { type: 'cancel', reason: 'canceled_by_bot', at: service.clock.now() } as const;
    const step = transition(opened.challenge.lifecycle, event);
    const silent = { ...opened, channel: { ...opened.channel, connector: null } };
    if ((await challenges.commit(changeOf(service, silent, step, null))) === 'conflict') return false;
    service.notices.publish({ type: 'verdict', challenge: stored.challenge.id, channel });
  }
  return pending.length < PENDING_AT_ONCE;
}

async function giveUpDeliveries(
  service: Eraser,
  channel: ChannelId,
  challenges: readonly ChallengeId[],
): Promise<void> {
  for (let first = 0; first < challenges.length; first += DELIVERIES_AT_ONCE) {
    const some = challenges.slice(first, first + DELIVERIES_AT_ONCE);
    const deliveries = await service.store.deliveries.ofChallenges(some);
    for (const { id, status } of deliveries) {
      if (status === 'pending') await giveDeliveryUp(service, channel, id);
    }
  }
}

/** The client as one of whom nothing is known but what still counts against it. */
function successorOf({ vault, policies }: Eraser, client: Client, now: Instant): Client | null {
  const kept = remembered(client, longestBudgetSeconds(policies), now);
  if (kept === null) return null;
  return { ...client, ...kept, wrappedKey: vault.newClientKey().wrapped, version: client.version + 1 };
}

export const longestBudgetSeconds = (policies: ReadonlyMap<string, Policy>): number =>
  Math.max(0, ...[...policies.values()].map(({ budget }) => budget.seconds));

/**
 * Erases what is blocked: batch by batch, each with an entry for every challenge, and the key when nothing is left that
 * it opens. @returns how many challenges. @throws StoreUnavailable
 */
export async function eraseBlocked(
  service: Pick<Service, 'store' | 'clock' | 'build'>,
  { number }: BlockedClient,
): Promise<number> {
  const { privacy } = service.store;
  let erased = 0;
  for (;;) {
    const batch = await privacy.challengesOfBlocked(number, ERASED_AT_ONCE);
    const at = service.clock.now();
    erased += await privacy.erase(
      batch.map((challenge) => ({
        challenge: challenge.id,
        entry: challengeEntry(service, 'evidence.erased', challenge, at),
      })),
    );
    if (batch.length < ERASED_AT_ONCE) break;
  }
  await privacy.destroyBlocked(number);
  return erased;
}
