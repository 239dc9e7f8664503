import type { ChatfuelCall } from '../chatfuel.ts';
import type { Conversation, Message } from './conversation.ts';
import type { Person } from './person.ts';
import { type ShownCall, shownCall } from './shown-call.ts';

/** One line of the audit log, opened. Null where the log holds nothing. */
export type LogLine = {
  /** Its place in the log, from 0. */
  readonly index: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly clientId: string;
  readonly what: 'asked' | 'previewed' | 'opened' | 'decided' | 'other';
  readonly verdict: 'passed' | 'failed' | 'expired' | 'canceled' | null;
  /** What brought the verdict about. */
  readonly reason: string | null;
  readonly address: string | null;
  readonly place: string | null;
  readonly userAgent: string | null;
  readonly languages: string | null;
  readonly screen: string | null;
};

const WORTH_TRYING = ['right', 'wrong', 'late', 'twice', 'locked'] as const;

/** Something worth trying, by what has been seen to happen. */
export type Tried = (typeof WORTH_TRYING)[number];

/** Everything that the page shows. */
export type ChatState = {
  readonly person: Person;
  readonly clientId: string;
  /** How long a link is good for. */
  readonly seconds: number;
  readonly messages: readonly Message[];
  /** These three: newest first. */
  readonly requests: readonly ShownCall[];
  readonly calls: readonly ShownCall[];
  readonly log: readonly LogLine[];
  readonly tried: readonly Tried[];
};

export type Surroundings = {
  readonly person: Person;
  readonly seconds: number;
  /** In the order in which they came. */
  readonly calls: readonly ChatfuelCall[];
  readonly log: readonly LogLine[];
};

/** What one conversation looks like now; of calls and log, what concerns its client. */
export function chatState(conversation: Conversation, around: Surroundings): ChatState {
  const { clientId, messages, requests } = conversation;
  const log = around.log.filter((line) => line.clientId === clientId);
  const user = `/users/${encodeURIComponent(clientId)}/`;
  return {
    person: around.person,
    clientId,
    seconds: around.seconds,
    messages,
    requests: requests.toReversed(),
    calls: around.calls
      .filter(({ path }) => path.includes(user))
      .map(shownPlatformCall)
      .reverse(),
    log: log.toReversed(),
    tried: triedIn(conversation, log),
  };
}

const shownPlatformCall = ({ at, method, path, query, status }: ChatfuelCall): ShownCall =>
  shownCall({ at, method, path, pairs: Object.entries(query), status, answer: '' });

function triedIn(conversation: Conversation, log: readonly LogLine[]): readonly Tried[] {
  const ended = (verdict: LogLine['verdict']) => log.some((line) => line.verdict === verdict);
  const seen: Readonly<Record<Tried, boolean>> = {
    right: ended('passed'),
    wrong: ended('failed'),
    late: ended('expired'),
    twice: conversation.openedAgain,
    locked: conversation.requests.some(({ status }) => status === 429),
  };
  return WORTH_TRYING.filter((tried) => seen[tried]);
}
