import type { EndingFact, Fact, FactFault } from '../../domain/facts/fact.ts';
import type { GivenFact, GivenFacts } from '../../domain/facts/parse-facts.ts';
import { isUnfilled } from './unfilled.ts';

/** What a platform never filled in counts as not given, be it a fact or the value of one. */
export const filledFacts = (given: GivenFacts): GivenFacts =>
  Object.fromEntries(Object.entries(given).filter(([, fact]) => isFilled(fact)));

function isFilled(fact: GivenFact | null | undefined): boolean {
  if (fact === null || fact === undefined) return false;
  const value = typeof fact === 'object' ? fact['value'] : fact;
  return value !== null && !(typeof value === 'string' && isUnfilled(value));
}

/**
 * The fault of a telephone that is asked about and is the one of the chat, which everybody in the chat knows.
 * @param chat the telephone and the client as the bot named them: many platforms know clients by their telephone.
 */
export function knownFromChat(
  facts: readonly Fact[],
  chat: readonly (string | null | undefined)[],
): FactFault | null {
  const asked = facts.find((fact): fact is EndingFact => fact.kind === 'phone_last_digits')?.text;
  const endings = chat.map((number) => number?.replace(/\D/g, '').slice(-4));
  return asked === undefined || !endings.includes(asked)
    ? null
    : { fact: 'phone_last_digits', expected: 'of another telephone than the one of the chat' };
}

/** In plain words, and without the value that came. */
export const sentenceForFact = ({ fact, expected }: FactFault): string =>
  `The fact ${fact} must be ${expected}.`;
