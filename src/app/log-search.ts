import { type LogEntry, parseLogEntry } from '../domain/audit/log-entry.ts';
import { canonicalClientId } from '../domain/challenge/client-id.ts';
import type { Reason, Verdict } from '../domain/challenge/lifecycle.ts';
import type { ChallengeId, ChannelId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { AuditStore, StoredAuditEntry } from './log-ports.ts';
import type { Service } from './service.ts';

/** What is looked for: all of it must hold. At least one is not null. */
export type LogSearch = {
  /** As the bot names the client, in any spelling. */
  readonly clientId: string | null;
  /** In any spelling. */
  readonly phone: string | null;
  /** Challenges that were made at or after this time. */
  readonly since: Instant | null;
};

/** A challenge as the log has it. */
export type LoggedChallenge = {
  readonly challenge: ChallengeId;
  readonly channel: ChannelId | null;
  readonly createdAt: Instant;
  /** Null while it is pending. */
  readonly verdict: {
    readonly outcome: Verdict;
    readonly reason: Reason | null;
    readonly at: Instant;
  } | null;
  /** Of its entries. */
  readonly indexes: readonly number[];
  /** Whether what its entries commit to of a person was erased. */
  readonly isErased: boolean;
};

type Searched = Pick<Service, 'store' | 'vault'> & { readonly channels: ReadonlyMap<ChannelId, unknown> };

const AT_ONCE = 500;

/** The spelling under which a client, or a phone, is looked for: all spellings of one have the same. */
export const searchedAs = canonicalClientId;

/** Oldest first. @throws StoreUnavailable */
export async function* searchLog(
  service: Searched,
  { clientId, phone, since }: LogSearch,
): AsyncGenerator<LoggedChallenge> {
  const { audit } = service.store;
  if (clientId === null && phone === null) {
    yield* madeSince(audit, since);
    return;
  }
  const ofClient = clientId === null ? null : await challengesOfClient(service, clientId);
  const ofPhone = phone === null ? null : await challengesOfPhone(service, phone);
  const both = ofClient === null || ofPhone === null ? null : ofClient.filter((id) => ofPhone.includes(id));
  // Ids begin with the time at which they were made.
  for (const id of (both ?? ofClient ?? ofPhone ?? []).toSorted()) {
    const found = await logged(audit, id);
    if (found !== null && (since === null || found.createdAt >= since)) yield found;
  }
}

async function challengesOfClient(
  { store, vault, channels }: Searched,
  clientId: string,
): Promise<readonly ChallengeId[]> {
  const ref = vault.pseudonym(canonicalClientId(clientId));
  const found = await Promise.all(
    [...channels.keys()].map((channel) => store.privacy.challengesOf(channel, ref)),
  );
  return found.flat();
}

async function challengesOfPhone({ store, vault }: Searched, phone: string): Promise<readonly ChallengeId[]> {
  const ref = vault.phonePseudonym(canonicalClientId(phone));
  const ids: ChallengeId[] = [];
  for (;;) {
    const page = await store.challenges.ofPhone({ phone: ref, limit: AT_ONCE, before: ids.at(-1) ?? null });
    ids.push(...page.map(({ challenge }) => challenge.id));
    if (page.length < AT_ONCE) return ids;
  }
}

async function* madeSince(audit: AuditStore, since: Instant | null): AsyncGenerator<LoggedChallenge> {
  let fromIndex = since === null ? 0 : await firstAtOrAfter(audit, since);
  for (;;) {
    const page = await audit.entries({ challenge: null, fromIndex, limit: AT_ONCE });
    for (const stored of page) {
      const { type, challenge } = read(stored);
      if (type !== 'challenge.created' || challenge === null) continue;
      const found = await logged(audit, challenge);
      if (found !== null) yield found;
    }
    if (page.length < AT_ONCE) return;
    fromIndex += page.length;
  }
}

/** Where the log comes to a time: times in it never go back, so that halving finds it. @throws StoreUnavailable */
export async function firstAtOrAfter(audit: AuditStore, time: Instant): Promise<number> {
  let [low, high] = [0, await audit.size()];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [stored] = await audit.entries({ challenge: null, fromIndex: middle, limit: 1 });
    if (stored === undefined || read(stored).time >= time) high = middle;
    else low = middle + 1;
  }
  return low;
}

async function logged(audit: AuditStore, challenge: ChallengeId): Promise<LoggedChallenge | null> {
  const entries = (await audit.entries({ challenge, fromIndex: 0, limit: AT_ONCE })).map(
    (stored) => [stored.index, read(stored)] as const,
  );
  const [first] = entries;
  if (first === undefined) return null;
  const decided = entries.find(([, { type }]) => type === 'challenge.decided')?.[1];
  return {
    challenge,
    channel: first[1].channel,
    createdAt: first[1].time,
    verdict: verdictOf(decided),
    indexes: entries.map(([index]) => index),
    isErased: entries.some(([, { type }]) => type === 'evidence.erased'),
  };
}

const verdictOf = (entry: LogEntry | undefined): LoggedChallenge['verdict'] =>
  entry === undefined || entry.outcome === null
    ? null
    : { outcome: entry.outcome, reason: entry.reason, at: entry.time };

/** @throws Error for an entry that is none: `verifyLog` says which. */
function read({ bytes, index }: StoredAuditEntry): LogEntry {
  const entry = parseLogEntry(bytes);
  if (!entry.ok) throw new Error(`entry ${index} of the log is none: ${entry.error}`);
  return entry.value;
}
