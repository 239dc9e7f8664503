import { fromUtf8, utf8 } from '../../kernel/bytes.ts';
import { type ChallengeId, type ChannelId, channelId, parseId } from '../../kernel/ids.ts';
import { type Instant, instant, toRfc3339 } from '../../kernel/instant.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { Reason, Verdict } from '../challenge/lifecycle.ts';
import { isDigest } from './disclosure.ts';
import { type EntryPart, type EntryType, holds, isEntryType } from './entry-type.ts';

/**
 * One entry of the log, exactly as it is committed to. Nothing in it names a person, not even by a pseudonym: whatever
 * does is behind one digest. Which members are null follows from the type alone (`entry-type.ts`).
 */
export type LogEntry = {
  readonly type: EntryType;
  /** Not before the entry in front of it; to the millisecond, in the years 1970 to 9999. */
  readonly time: Instant;
  readonly channel: ChannelId | null;
  readonly challenge: ChallengeId | null;
  /** 1 for the first entry of its challenge, then one more each time; null without a challenge. */
  readonly number: number | null;
  /** What it is about: the id of a delivery or of an API key, a public signing key as base64url, or the digest of a reason. */
  readonly subject: string | null;
  readonly outcome: Verdict | null;
  readonly reason: Reason | null;
  /** `policyHash` of the rules that held. */
  readonly policy: string | null;
  /** Which build wrote it: 1 to 64 visible ASCII characters. */
  readonly build: string;
  /** `commitmentOf` the digests of the private fields. */
  readonly evidence: string | null;
};

/** What a use case knows of an entry. The rest is known only in the transaction that appends it. */
export type EntryDraft = Omit<LogEntry, 'number'>;

/** The channel that an entry tells a verdict to; null where it is of no verdict. */
export const verdictChannel = ({ type, channel }: EntryDraft): ChannelId | null =>
  type === 'challenge.decided' ? channel : null;

const VERSION = 1;
const LONGEST_ENTRY_BYTES = 8 * 1024;
const LONGEST_CHANNEL = 200;
const LAST_TIME = Date.UTC(10_000, 0) - 1;

/**
 * The entry as it is appended: numbered, and dated no earlier than the one in front of it even if a clock was set back.
 */
export function placed(draft: EntryDraft, numberInChallenge: number, notBefore: Instant): LogEntry {
  const number = draft.challenge === null ? null : numberInChallenge;
  return { ...draft, number, time: instant(Math.max(draft.time, notBefore)) };
}

/**
 * The bytes that the log commits to: canonical JSON (RFC 8785), at most 8 KiB by the limits of its members.
 * @throws RangeError for members that do not go with the type or are out of range: such an entry is a bug.
 */
export function encodeLogEntry(entry: LogEntry): Uint8Array {
  if (!isSound(entry)) throw new RangeError(`no ${entry.type} entry can say this`);
  return utf8(textOf(entry));
}

export type LogEntryFault = 'too_long' | 'not_json' | 'unknown_version' | 'malformed' | 'not_canonical';

/** The entry that bytes of the log say; only of bytes that `encodeLogEntry` can have made. */
export function parseLogEntry(bytes: Uint8Array): Result<LogEntry, LogEntryFault> {
  if (bytes.byteLength > LONGEST_ENTRY_BYTES) return err('too_long');
  let text: string;
  let json: unknown;
  try {
    text = fromUtf8(bytes);
    json = JSON.parse(text);
  } catch {
    return err('not_json');
  }
  if (json === null || typeof json !== 'object') return err('malformed');
  // Any object may be asked for any member; what comes is unknown.
  const members = json as Readonly<Record<string, unknown>>;
  if (members['version'] !== VERSION) return err('unknown_version');
  const entry = entryOf(members);
  if (entry === null || !isSound(entry)) return err('malformed');
  // Members too many, in another order or in another spelling all end here.
  return textOf(entry) === text ? ok(entry) : err('not_canonical');
}

/** Canonical as it is: the members stand in the order of their names, and none holds what RFC 8785 spells otherwise. */
const textOf = (entry: LogEntry): string =>
  JSON.stringify({
    build: entry.build,
    challenge: entry.challenge,
    channel: entry.channel,
    evidence: entry.evidence,
    number: entry.number,
    outcome: entry.outcome,
    policy: entry.policy,
    reason: entry.reason,
    subject: entry.subject,
    time: toRfc3339(entry.time),
    type: entry.type,
    version: VERSION,
  });

/** Whether the members go with the type and with one another. */
function isSound(entry: LogEntry): boolean {
  const { type, time, channel, number, policy, build, evidence } = entry;
  return (
    time >= 0 &&
    time <= LAST_TIME &&
    (channel !== null) === holds(type, 'channel') &&
    (channel === null ||
      (channel.length > 0 && channel.length <= LONGEST_CHANNEL && channel.isWellFormed())) &&
    (entry.challenge !== null) === holds(type, 'challenge') &&
    (number !== null) === holds(type, 'challenge') &&
    (number === null || (Number.isSafeInteger(number) && number >= 1)) &&
    isSubjectOf(type, entry.subject) &&
    (entry.outcome !== null) === holds(type, 'outcome') &&
    (entry.reason !== null) === holds(type, 'outcome') &&
    (policy !== null) === holds(type, 'policy') &&
    (policy === null || isDigest(policy)) &&
    /^[!-~]{1,64}$/.test(build) &&
    (evidence !== null) === holds(type, 'evidence') &&
    (evidence === null || isDigest(evidence))
  );
}

/** How the subject of a type that has one is spelled. A public key is 32 bytes, as a digest is. */
const SUBJECTS: readonly (readonly [EntryPart, (subject: string) => boolean])[] = [
  ['delivery', (subject) => parseId('delivery', subject) !== null],
  ['key', (subject) => parseId('key', subject) !== null],
  ['signing_key', isDigest],
  ['reason_given', isDigest],
];

function isSubjectOf(type: EntryType, subject: string | null): boolean {
  const spelling = SUBJECTS.find(([part]) => holds(type, part));
  return spelling === undefined ? subject === null : subject !== null && spelling[1](subject);
}

/** Each member as its type, where it has the form; its range and what it goes with are for `isSound`. */
function entryOf(members: Readonly<Record<string, unknown>>): LogEntry | null {
  const type = optional(members['type'], (given) => (isEntryType(given) ? given : undefined));
  const time = optional(members['time'], parseTime);
  const channel = optional(members['channel'], channelId);
  const challenge = optional(members['challenge'], (given) => parseId('challenge', given) ?? undefined);
  const subject = optional(members['subject'], (given) => given);
  const outcome = optional(members['outcome'], (given) => (isOneOf(OUTCOMES, given) ? given : undefined));
  const reason = optional(members['reason'], (given) => (isOneOf(REASONS, given) ? given : undefined));
  const policy = optional(members['policy'], (given) => given);
  const build = optional(members['build'], (given) => given);
  const evidence = optional(members['evidence'], (given) => given);
  const number = members['number'];
  if (type === undefined || type === null || time === undefined || time === null) return null;
  if (channel === undefined || challenge === undefined || subject === undefined) return null;
  if (outcome === undefined || reason === undefined || policy === undefined) return null;
  if (build === undefined || build === null || evidence === undefined) return null;
  if (number !== null && typeof number !== 'number') return null;
  return { type, time, channel, challenge, number, subject, outcome, reason, policy, build, evidence };
}

/** Null stays null; undefined is for what is no text, or no text of the right form. */
function optional<T>(value: unknown, parse: (given: string) => T | undefined): T | null | undefined {
  if (value === null) return null;
  return typeof value === 'string' ? parse(value) : undefined;
}

function parseTime(given: string): Instant | undefined {
  const milliseconds = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(given)
    ? Date.parse(given)
    : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : instant(milliseconds);
}

const OUTCOMES: Readonly<Record<Verdict, true>> = {
  passed: true,
  failed: true,
  expired: true,
  canceled: true,
};
const REASONS: Readonly<Record<Reason, true>> = {
  answered: true,
  deadline: true,
  canceled_by_bot: true,
  canceled_by_person: true,
  superseded: true,
};

const isOneOf = <Name extends string>(names: Readonly<Record<Name, true>>, given: string): given is Name =>
  Object.hasOwn(names, given);
