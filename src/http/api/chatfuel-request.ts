import type { ChallengeRequest } from '../../app/create-outcome.ts';
import { FACT_KINDS } from '../../domain/facts/fact.ts';
import { type FactContext, type GivenFacts, parseFacts } from '../../domain/facts/parse-facts.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { ErrorCode } from '../errors.ts';
import { languageTag } from './create-challenge-body.ts';
import { filledFacts, sentenceForFact } from './facts.ts';
import { ONE_LINE, WELL_FORMED } from './text-patterns.ts';
import { filled } from './unfilled.ts';

type Rule = {
  /** The names under which it is taken, in this order: Chatfuel's own attributes among them, and the reference's. */
  readonly names: readonly string[];
  readonly maxLength: number;
  readonly pattern: string;
};

/** What a request may say beside its facts. Everything else is left alone: Chatfuel sends whole profiles. */
export const CHATFUEL_MEMBERS = {
  clientId: {
    names: ['client_id', 'chatfuel user id', 'messenger user id'],
    maxLength: 256,
    pattern: ONE_LINE,
  },
  phone: { names: ['phone', 'telefono'], maxLength: 64, pattern: ONE_LINE },
  flow: { names: ['flow', 'flow_name'], maxLength: 256, pattern: ONE_LINE },
  locale: { names: ['locale'], maxLength: 64, pattern: WELL_FORMED },
  purpose: { names: ['purpose'], maxLength: 10_000, pattern: WELL_FORMED },
  policy: { names: ['policy'], maxLength: 64, pattern: WELL_FORMED },
  ttlSeconds: { names: ['ttl_seconds'], maxLength: 64, pattern: WELL_FORMED },
} as const satisfies Readonly<Record<string, Rule>>;

type Member = keyof typeof CHATFUEL_MEMBERS;

export type ChatfuelFault = { readonly code: ErrorCode; readonly detail: string };

/** A request as it came: texts by name, and facts where the body has an object of them. */
export type GivenToChatfuel = { readonly texts: ReadonlyMap<string, string>; readonly facts: GivenFacts };

export function parseChatfuelRequest(
  given: GivenToChatfuel,
  context: FactContext,
): Result<ChallengeRequest, ChatfuelFault> {
  const texts = new Map<Member, string>();
  // The keys of a constant object are exactly its type's.
  for (const member of Object.keys(CHATFUEL_MEMBERS) as Member[]) {
    const text = textOf(given.texts, CHATFUEL_MEMBERS[member]);
    if (!text.ok) return text;
    if (text.value !== null) texts.set(member, text.value);
  }
  const clientId = texts.get('clientId');
  if (clientId === undefined) return invalid('The value client_id is empty or was never filled in.');
  const ttlSeconds = secondsOf(texts.get('ttlSeconds'));
  if (!ttlSeconds.ok) return ttlSeconds;
  const facts = parseFacts(factsOf(given), context);
  if (!facts.ok) return err({ code: 'invalid_fact', detail: sentenceForFact(facts.error) });
  return ok({
    clientId,
    // A plus sign that was not percent-encoded arrives as a space.
    phone: texts.get('phone')?.trim() ?? null,
    flow: texts.get('flow') ?? null,
    locale: languageTag(texts.get('locale')),
    purpose: texts.get('purpose') ?? null,
    metadata: null,
    callback: null,
    facts: facts.value,
    policy: texts.get('policy') ?? null,
    ttlSeconds: ttlSeconds.value,
    idempotency: null,
  });
}

/** Facts stand beside everything else, by the names of their kinds, or in an object of their own, which goes before. */
function factsOf({ texts, facts }: GivenToChatfuel): GivenFacts {
  const flat = FACT_KINDS.map((kind) => [kind, texts.get(kind)] as const);
  const born = [texts.get('date_of_birth'), texts.get('fecha_cumple')].find((text) => filled(text) !== null);
  const all = { ...Object.fromEntries(flat), date_of_birth: born, ...facts };
  return filledFacts(all);
}

function secondsOf(text: string | undefined): Result<number | null, ChatfuelFault> {
  if (text === undefined) return ok(null);
  const seconds = /^\d{2,3}$/.test(text) ? Number(text) : Number.NaN;
  return seconds >= 10 && seconds <= 600
    ? ok(seconds)
    : invalid('The value ttl_seconds must be a whole number from 10 to 600.');
}

/** The first of its names that is filled in; null where none is. */
function textOf(
  texts: GivenToChatfuel['texts'],
  { names, maxLength, pattern }: Rule,
): Result<string | null, ChatfuelFault> {
  for (const name of names) {
    const text = filled(texts.get(name));
    if (text === null) continue;
    if ([...text].length > maxLength) {
      return invalid(`The value ${name} must have at most ${maxLength} characters.`);
    }
    if (!new RegExp(pattern, 'u').test(text)) {
      return invalid(`The value ${name} holds characters that are not allowed there.`);
    }
    return ok(text);
  }
  return ok(null);
}

const invalid = (detail: string) => err<ChatfuelFault>({ code: 'parameter_invalid', detail });
