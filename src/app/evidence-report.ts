import type { EntryType } from '../domain/audit/entry-type.ts';
import { leafHash } from '../domain/audit/merkle-tree.ts';
import type { PrivateName } from '../domain/audit/private-fields.ts';
import type { VerifiedBundle, VerifiedEntry } from '../domain/audit/verify-bundle.ts';
import type { Reason, Verdict } from '../domain/challenge/lifecycle.ts';
import { utf8 } from '../kernel/bytes.ts';
import type { Json } from '../kernel/canonical-json.ts';
import type { Instant } from '../kernel/instant.ts';

/** What is known of a field: it was disclosed (null: it is not known), is held back, is blocked until it is erased, or is gone. */
export type FieldState =
  | { readonly type: 'disclosed'; readonly value: Json }
  | { readonly type: 'withheld' }
  | { readonly type: 'blocked' }
  | { readonly type: 'erased' }
  /** No entry could have it: nobody opened the link. */
  | { readonly type: 'never' };

/** What a checked bundle says, in the order in which people ask for it. */
export type EvidenceReport = {
  readonly challenge: string;
  readonly issued: string;
  readonly business: string | null;
  readonly channel: string | null;
  /** Null while the challenge is pending. */
  readonly verdict: { readonly outcome: Verdict; readonly reason: Reason; readonly at: Instant } | null;
  readonly timeline: readonly ReportedEntry[];
  /** What the bot said when it asked. */
  readonly request: (name: RequestName) => FieldState;
  /** Of whoever answered, or, where nobody did, of whoever opened the link last. */
  readonly session: (name: SessionName) => FieldState;
  readonly questions: FieldState;
  readonly deliveries: VerifiedBundle['content']['deliveries'];
  readonly integrity: {
    readonly isInterim: boolean;
    readonly origin: string;
    readonly size: number | null;
    readonly root: Uint8Array | null;
    readonly keyIds: readonly string[];
    readonly witnesses: readonly { readonly name: string; readonly at: Instant }[];
  };
};

export type RequestName = Extract<
  PrivateName,
  'client_id' | 'flow' | 'locale' | 'metadata' | 'phone' | 'purpose'
>;
export type SessionName = Exclude<PrivateName, RequestName | 'questions'>;

export type ReportedEntry = {
  readonly at: Instant;
  readonly type: EntryType;
  readonly outcome: Verdict | null;
  readonly subject: string | null;
  readonly index: number;
  /** The leaf of the tree. */
  readonly hash: Uint8Array;
  readonly isProven: boolean;
};

export function evidenceReport(bundle: VerifiedBundle): EvidenceReport {
  const { content, entries, checkpoint } = bundle;
  const created = entries.find(({ entry }) => entry.type === 'challenge.created');
  const decided = entries.find(({ entry }) => entry.type === 'challenge.decided');
  const session = sessionOf(entries);
  const gone = { type: isBlocked(bundle) ? 'blocked' : 'erased' } as const;
  const { outcome, reason, time } = decided?.entry ?? { outcome: null, reason: null };
  return {
    challenge: content.challenge,
    issued: content.issued,
    business: content.business,
    channel: entries[0]?.entry.channel ?? null,
    verdict: outcome === null || reason === null || time === undefined ? null : { outcome, reason, at: time },
    timeline: entries.map(({ entry, index, isProven }, place) => ({
      at: entry.time,
      type: entry.type,
      outcome: entry.outcome,
      subject: entry.subject,
      index,
      hash: leafHash(utf8(content.entries[place]?.entry ?? '')),
      isProven,
    })),
    request: (name) => stateOf(created, name, gone),
    session: (name) => stateOf(session, name, gone),
    questions: stateOf(session ?? created, 'questions', gone),
    deliveries: content.deliveries,
    integrity: {
      isInterim: entries.some(({ isProven }) => !isProven),
      origin: content.origin,
      size: checkpoint?.checkpoint.size ?? null,
      root: checkpoint?.checkpoint.root ?? null,
      keyIds: (checkpoint?.signedBy ?? [bundle.signer]).map(({ keyId }) => keyId),
      witnesses: (checkpoint?.cosignatures ?? []).map(({ witness, at }) => ({ name: witness.name, at })),
    },
  };
}

const BY_A_PERSON: readonly (Reason | null)[] = ['answered', 'canceled_by_person'];

/** The entry that has the person's side of the connection. */
function sessionOf(entries: readonly VerifiedEntry[]): VerifiedEntry | undefined {
  const last = (type: EntryType) => entries.findLast(({ entry }) => entry.type === type);
  const decided = last('challenge.decided');
  const isTheirs = decided !== undefined && BY_A_PERSON.includes(decided.entry.reason);
  return isTheirs ? decided : (last('challenge.answered') ?? last('challenge.viewed'));
}

/** Whether the client's data was blocked when the bundle was made, and not erased yet. */
export function isBlocked({ entries }: Pick<VerifiedBundle, 'entries'>): boolean {
  const types = entries.map(({ entry }) => entry.type);
  return types.includes('evidence.blocked') && !types.includes('evidence.erased');
}

function stateOf(entry: VerifiedEntry | undefined, name: PrivateName, gone: FieldState): FieldState {
  if (entry === undefined) return { type: 'never' };
  if (entry.isErased) return gone;
  const disclosure = entry.disclosed.find((each) => each.name === name);
  return disclosure === undefined ? { type: 'withheld' } : { type: 'disclosed', value: disclosure.value };
}
