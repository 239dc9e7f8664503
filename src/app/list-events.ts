import { parseLogEntry } from '../domain/audit/log-entry.ts';
import type { Reason, Verdict } from '../domain/challenge/lifecycle.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Channel } from './channel.ts';
import type { StoredAuditEntry } from './log-ports.ts';
import { keyOf, openDetails } from './sealed.ts';
import type { Service } from './service.ts';
import type { ChallengeWithClient } from './store-ports.ts';
import { untilNoticed } from './until-noticed.ts';
import { SealBroken } from './vault.ts';

/** One verdict of a channel, at its place among all of them. */
export type VerdictEvent = {
  /** Of its entry in the log: higher for every later verdict, with gaps. */
  readonly index: number;
  readonly challenge: ChallengeId;
  readonly outcome: Verdict;
  readonly reason: Reason;
  /** Not before the event in front of it, whatever the clock did. */
  readonly at: Instant;
  /** Null once the challenge is no longer stored, as when its client was erased; so are flow and metadata. */
  readonly clientId: string | null;
  readonly flow: string | null;
  readonly metadata: Readonly<Record<string, string>> | null;
};

export type EventPage = {
  readonly events: readonly VerdictEvent[];
  /** What `after` is for the next page; null where nothing was ever read. */
  readonly next: number | null;
  /** The newest signed note, to the letter; null before the first. The newest events may lie behind its size. */
  readonly checkpoint: string | null;
};

export type EventsRequest = {
  /** The index behind which to read; null: from the first verdict on. */
  readonly after: number | null;
  /** 1 to 100. */
  readonly limit: number;
};

/** The verdicts of a channel behind a place in the log, in the order in which they fell. @throws StoreUnavailable */
export async function listEvents(
  { store, vault }: Service,
  channel: Channel,
  { after, limit }: EventsRequest,
): Promise<EventPage> {
  const fromIndex = after === null ? 0 : after + 1;
  const entries = await store.audit.verdicts({ channel: channel.id, fromIndex, limit });
  const verdicts = entries.map(verdictOf);
  const [stored, latest] = await Promise.all([
    store.challenges.byIds(verdicts.map(({ challenge }) => challenge)),
    store.checkpoints.latest(),
  ]);
  const byId = new Map(stored.map((found) => [found.challenge.id, found]));
  return {
    events: verdicts.map((verdict) => ({ ...verdict, ...detailsOf(vault, byId.get(verdict.challenge)) })),
    next: entries.at(-1)?.index ?? after,
    checkpoint: latest?.note ?? null,
  };
}

/** As `listEvents`, but where there is none yet, as soon as there is one, or after `seconds`, or when `signal` ends the wait. */
export const waitForEvents = (
  service: Service,
  channel: Channel,
  request: EventsRequest,
  seconds: number,
  signal: AbortSignal,
): Promise<EventPage> =>
  untilNoticed(service, {
    seconds,
    signal,
    concerns: (notice) => notice.type === 'verdict' && notice.channel === channel.id,
    look: () => listEvents(service, channel, request),
    isEnough: ({ events }) => events.length > 0,
  });

/** @throws Error for an entry that is no verdict: the store was asked for verdicts only. */
function verdictOf({ index, bytes }: StoredAuditEntry) {
  const entry = parseLogEntry(bytes);
  if (!entry.ok) throw new Error(`entry ${index} of the log cannot be read: ${entry.error}`);
  const { challenge, outcome, reason, time: at } = entry.value;
  if (challenge === null || outcome === null || reason === null) {
    throw new Error(`entry ${index} of the log is no verdict`);
  }
  return { index, challenge, outcome, reason, at };
}

const UNKNOWN = { clientId: null, flow: null, metadata: null };

function detailsOf(
  vault: Service['vault'],
  stored: ChallengeWithClient | undefined,
): Pick<VerdictEvent, 'clientId' | 'flow' | 'metadata'> {
  if (stored === undefined) return UNKNOWN;
  try {
    const { clientId, flow, metadata } = openDetails(vault, keyOf(vault, stored.client), stored.challenge);
    return { clientId, flow, metadata };
  } catch (error) {
    // A row that was tampered with must not keep a reader from all that lies behind it.
    if (error instanceof SealBroken) return UNKNOWN;
    throw error;
  }
}
