import type { EntryType } from '../domain/audit/entry-type.ts';
import { type LogEntry, parseLogEntry } from '../domain/audit/log-entry.ts';
import type { PrivateFields, QuestionField } from '../domain/audit/private-fields.ts';
import type { Challenge } from '../domain/challenge/challenge.ts';
import type { Reason, Status, Verdict } from '../domain/challenge/lifecycle.ts';
import type { Delivery } from '../domain/delivery/delivery.ts';
import type { ChallengeId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Channel } from './channel.ts';
import { channelInScope } from './desk-channels.ts';
import type { Operator } from './desk-session.ts';
import type { StoredAuditEntry } from './log-ports.ts';
import { maskPhone } from './person-phone.ts';
import { openDisclosures } from './sealed.ts';
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
  /** Whether what the entry commits to was erased, or is blocked until it is. */
  readonly isGone: boolean;
};

/** What the bot said when it asked; all but the last digits of the telephone hidden. */
export type AskedWith = Pick<PrivateFields, 'flow' | 'locale' | 'metadata' | 'purpose'> & {
  readonly clientId: string;
  readonly maskedPhone: string | null;
};

/** One challenge as an operator sees it: no fact, no option, nothing of which one is right. */
export type Timeline = {
  readonly id: ChallengeId;
  readonly channel: Channel;
  readonly status: Status;
  readonly reason: Reason | null;
  /** Null where it was erased, or is blocked until it is. */
  readonly asked: AskedWith | null;
  /** The challenge as it is stored; null where only the log is left of it. */
  readonly stored: Challenge | null;
  readonly steps: readonly TimelineStep[];
  readonly deliveries: readonly Delivery[];
};

type Opened = { readonly entry: LogEntry; readonly fields: PrivateFields | null };

/** Null where the operator may see no challenge of that id. @throws StoreUnavailable */
export async function showTimeline(
  service: Pick<Service, 'store' | 'vault' | 'channels'>,
  { scope }: Pick<Operator, 'scope'>,
  id: ChallengeId,
): Promise<Timeline | null> {
  const { store, vault } = service;
  const entries = await store.audit.entries({ challenge: id, fromIndex: 0, limit: MOST_STEPS });
  const [wrapped, found, deliveries] = await Promise.all([
    store.privacy.evidenceKey(id),
    store.challenges.byId(id),
    store.deliveries.ofChallenges([id]),
  ]);
  const key = wrapped === null ? null : vault.unwrap(wrapped);
  const opened = entries.map((entry) => openEntry(service, key, entry));
  const [first] = opened;
  const channel = first === undefined ? null : channelInScope(service, scope, first.entry.channel ?? '');
  if (first === undefined || channel === null) return null;
  const decided = opened.find(({ entry }) => entry.type === 'challenge.decided')?.entry;
  const stored = found?.challenge ?? null;
  return {
    id,
    channel,
    status: stored?.lifecycle.status ?? decided?.outcome ?? 'pending',
    reason: stored?.lifecycle.reason ?? decided?.reason ?? null,
    asked: first.fields === null ? null : askedWith(first.fields),
    stored,
    steps: opened.map(stepOf),
    deliveries,
  };
}

function openEntry(
  { vault }: Pick<Service, 'vault'>,
  key: ClientKey | null,
  { index, bytes, sealedDisclosures: sealed }: StoredAuditEntry,
): Opened {
  const parsed = parseLogEntry(bytes);
  if (!parsed.ok) throw new Error(`entry ${index} of the log is none: ${parsed.error}`);
  const entry = parsed.value;
  const { evidence } = entry;
  const isThere = evidence !== null && sealed !== null && key !== null;
  return { entry, fields: isThere ? openDisclosures(vault, key, evidence, sealed).fields : null };
}

const askedWith = ({ client_id, flow, locale, metadata, phone, purpose }: PrivateFields): AskedWith => ({
  clientId: client_id,
  flow,
  locale,
  metadata,
  purpose,
  maskedPhone: phone === null ? null : maskPhone(phone),
});

const stepOf = ({ entry: { type, time, outcome, reason, evidence }, fields }: Opened): TimelineStep => ({
  at: time,
  type,
  outcome,
  reason,
  country: fields?.country ?? null,
  userAgent: fields?.user_agent ?? null,
  questions: (fields?.questions ?? []).filter(({ wording }) => wording !== null),
  isGone: evidence !== null && fields === null,
});
