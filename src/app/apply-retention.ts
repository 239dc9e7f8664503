import { parseLogEntry } from '../domain/audit/log-entry.ts';
import { remembered } from '../domain/policy/remembered.ts';
import { type ChallengeId, ID_RANDOM_BYTES, makeId } from '../kernel/ids.ts';
import { type Instant, instant } from '../kernel/instant.ts';
import { eraseBlocked, longestBudgetSeconds } from './erase-client.ts';
import { challengeEntry } from './log-drafts.ts';
import type { AuditAppend, StoredAuditEntry } from './log-ports.ts';
import type { ClientPosition, LoggedChallenge } from './privacy-ports.ts';
import { DAY_MILLISECONDS, type Retention } from './retention.ts';
import type { Service } from './service.ts';

/** What a sweep took away, by class. */
export type Removed = {
  /** Entries of which it is forgotten who opened the link. */
  readonly views: number;
  /** Challenges of which only the evidence is left. */
  readonly challenges: number;
  /** Challenges whose evidence is erased. */
  readonly evidence: number;
  /** Blocked challenges whose time had come. */
  readonly blocked: number;
  /** Clients of whom nothing was left that counts. */
  readonly clients: number;
};

type Sweeper = Pick<Service, 'store' | 'clock' | 'build' | 'policies'>;

/** One transaction's worth: others wait no longer than for this. */
const AT_ONCE = 100;
/** Of one class in one sweep: what is left is for the next one. */
const BATCHES = 20;
const ENTRIES_AT_ONCE = 500;
const CLIENTS_AT_ONCE = 500;

/**
 * A sweep that removes what is due, in small batches. Each batch is one transaction, with its entries in the log: a crash
 * leaves the rest to the next sweep. Clients are looked at in turn, some with each sweep.
 */
export function retentionSweep(service: Sweeper, retention: Retention): () => Promise<Removed> {
  let position: ClientPosition | null = null;
  return async () => {
    const blocked = await sweepBlocked(service);
    const challenges = await sweepChallenges(service, bound(service, retention.challenges));
    const evidence = await sweepEvidence(service, bound(service, retention.evidence));
    const idle = await sweepClients(service, position);
    position = idle.next;
    const views = await sweepViews(service, bound(service, retention.views));
    return { views, challenges, evidence, blocked, clients: idle.forgotten };
  };
}

/** What is older than so many days was before this. */
const bound = ({ clock }: Sweeper, days: number): Instant =>
  instant(Math.max(0, clock.now() - days * DAY_MILLISECONDS));

/** Ids begin with the time: every challenge made before `at` has a lower one. */
const idBefore = (at: Instant): ChallengeId => makeId('challenge', at, new Uint8Array(ID_RANDOM_BYTES));

async function sweepBlocked(service: Sweeper): Promise<number> {
  let erased = 0;
  for (const client of await service.store.privacy.dueBlocked(service.clock.now(), AT_ONCE)) {
    erased += await eraseBlocked(service, client);
  }
  if (erased > 0) await service.store.privacy.scrub();
  return erased;
}

const sweepEvidence = (service: Sweeper, before: Instant): Promise<number> =>
  inBatches(async () => {
    const due = await service.store.privacy.dueEvidence(idBefore(before), AT_ONCE);
    const at = service.clock.now();
    await service.store.privacy.erase(
      due.map((challenge) => ({
        challenge: challenge.id,
        entry: challengeEntry(service, 'evidence.erased', challenge, at),
      })),
    );
    return due.length;
  });

const sweepChallenges = (service: Sweeper, before: Instant): Promise<number> =>
  inBatches(async () => {
    const due = await service.store.privacy.dueChallenges(idBefore(before), AT_ONCE);
    if (due.length > 0) await service.store.privacy.retire(due);
    return due.length;
  });

/** @param batch removes up to `AT_ONCE`, and says how many. */
async function inBatches(batch: () => Promise<number>): Promise<number> {
  let removed = 0;
  for (let left = BATCHES; left > 0; left--) {
    const count = await batch();
    removed += count;
    if (count < AT_ONCE) break;
  }
  return removed;
}

async function sweepViews(service: Sweeper, before: Instant): Promise<number> {
  const { store } = service;
  let erased = 0;
  for (let left = BATCHES; left > 0; left--) {
    const from = await store.privacy.viewsErasedBelow();
    const entries = await store.audit.entries({ challenge: null, fromIndex: from, limit: ENTRIES_AT_ONCE });
    const { looked, views } = viewsIn(entries, before);
    if (looked === 0) break;
    const indexes = views.map(({ index }) => index);
    const audit = viewsErased(service, views);
    if (await store.privacy.eraseViews({ indexes, from, belowIndex: from + looked, audit })) {
      erased += views.length;
    }
    if (looked < ENTRIES_AT_ONCE) break;
  }
  return erased;
}

type View = { readonly index: number; readonly challenge: LoggedChallenge };

/** How many entries are old enough, from the first on, and those of them that tell of a view and still have what they commit to. */
function viewsIn(
  entries: readonly StoredAuditEntry[],
  before: Instant,
): { readonly looked: number; readonly views: readonly View[] } {
  const views: View[] = [];
  for (const [looked, { index, bytes, sealedDisclosures }] of entries.entries()) {
    const parsed = parseLogEntry(bytes);
    if (!parsed.ok) throw new Error(`entry ${index} of the log is none: ${parsed.error}`);
    const { type, time, challenge, channel } = parsed.value;
    if (time >= before) return { looked, views };
    const isView = type === 'challenge.viewed' || type === 'challenge.previewed';
    if (isView && sealedDisclosures !== null && challenge !== null && channel !== null) {
      views.push({ index, challenge: { id: challenge, channel } });
    }
  }
  return { looked: entries.length, views };
}

function viewsErased(service: Sweeper, views: readonly View[]): readonly AuditAppend[] {
  const at = service.clock.now();
  const challenges = new Map(views.map(({ challenge }) => [challenge.id, challenge]));
  return [...challenges.values()].map((challenge) =>
    challengeEntry(service, 'evidence.views_erased', challenge, at),
  );
}

async function sweepClients(
  { store, clock, policies }: Sweeper,
  after: ClientPosition | null,
): Promise<{ readonly forgotten: number; readonly next: ClientPosition | null }> {
  const { clients, next } = await store.privacy.idleClients(after, CLIENTS_AT_ONCE);
  const longest = longestBudgetSeconds(policies);
  const now = clock.now();
  const forgettable = clients.filter((client) => remembered(client, longest, now) === null);
  const forgotten = forgettable.length === 0 ? 0 : await store.privacy.forgetClients(forgettable);
  return { forgotten, next };
}
