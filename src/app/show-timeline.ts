import type { EntryType } from '../domain/audit/entry-type.ts';
import { parseLogEntry } from '../domain/audit/log-entry.ts';
import type { QuestionField } from '../domain/audit/private-fields.ts';
import type { ClientRef } from '../domain/challenge/challenge.ts';
import type { Reason, Verdict } from '../domain/challenge/lifecycle.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { ChallengeView } from './challenge-view.ts';
import type { Channel } from './channel.ts';
import { channelInScope } from './desk-channels.ts';
import type { Operator } from './desk-session.ts';
import type { StoredAuditEntry } from './log-ports.ts';
import { maskPhone } from './person-phone.ts';
import { viewOf } from './read-challenge.ts';
import { keyOf, openDetails, openDisclosures } from './sealed.ts';
import type { Service } from './service.ts';
import type { ClientKey } from './vault.ts';

/** No honest challenge has more entries: three attempts, a preview, a view, a lock and some deliveries sent again. */
const MOST_STEPS = 200;

/** One thing that happened, as the log has it. */
export type TimelineStep = {
  readonly at: Instant;
  readonly type: EntryType;
  readonly outcome: Verdict | null;
  readonly reason: Reason | null;
  /** Where the address of whoever did it lies, approximately; null where nobody did, or nothing is known. */
  readonly country: string | null;
  readonly userAgent: string | null;
  /** As the page worded them and whether each was met; empty where none was shown. */
  readonly questions: readonly QuestionField[];
  /** What the entry commits to was erased. */
  readonly isErased: boolean;
};

/** One challenge as an operator sees it: no fact, no option, nothing of which one is right. */
export type Timeline = {
  readonly channel: Channel;
  readonly client: ClientRef;
  readonly policy: string;
  readonly attempts: number;
  readonly attemptsAllowed: number;
  readonly locale: string | null;
  /** All but its country code and last digits hidden. */
  readonly maskedPhone: string | null;
  readonly view: ChallengeView;
  readonly steps: readonly TimelineStep[];
  readonly deliveries: readonly Delivery[];
};

/** Null where the operator may see no challenge of that id. @throws StoreUnavailable */
export async function showTimeline(
  service: Pick<Service, 'store' | 'vault' | 'channels'>,
  { scope }: Pick<Operator, 'scope'>,
  id: ChallengeId,
): Promise<Timeline | null> {
  const { store, vault } = service;
  const stored = await store.challenges.byId(id);
  if (stored === null) return null;
  const { challenge } = stored;
  const channel = channelInScope(service, scope, challenge.channel);
  if (channel === null) return null;
  const [entries, deliveries] = await Promise.all([
    store.audit.entries({ challenge: id, fromIndex: 0, limit: MOST_STEPS }),
    store.deliveries.ofChallenges([id]),
  ]);
  const key = keyOf(vault, stored.client);
  const details = openDetails(vault, key, challenge);
  return {
    channel,
    client: challenge.client,
    policy: challenge.policy,
    attempts: challenge.lifecycle.attempts,
    attemptsAllowed: challenge.lifecycle.attemptsAllowed,
    locale: details.locale,
    maskedPhone: details.phone === null ? null : maskPhone(details.phone),
    view: viewOf({ challenge, details }, deliveries),
    steps: entries.map((entry) => stepOf(service, key, entry)),
    deliveries,
  };
}

function stepOf(
  { vault }: Pick<Service, 'vault'>,
  key: ClientKey,
  { index, bytes, sealedDisclosures }: StoredAuditEntry,
): TimelineStep {
  const parsed = parseLogEntry(bytes);
  if (!parsed.ok) throw new Error(`entry ${index} of the log is none: ${parsed.error}`);
  const { type, time, outcome, reason, evidence } = parsed.value;
  const fields =
    evidence === null || sealedDisclosures === null
      ? null
      : openDisclosures(vault, key, evidence, sealedDisclosures).fields;
  return {
    at: time,
    type,
    outcome,
    reason,
    country: fields?.country ?? null,
    userAgent: fields?.user_agent ?? null,
    questions: (fields?.questions ?? []).filter(({ wording }) => wording !== null),
    isErased: evidence !== null && sealedDisclosures === null,
  };
}
