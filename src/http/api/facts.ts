import { parseDateOfBirth } from '../../domain/facts/date-of-birth.ts';
import type { Fact, FactFault } from '../../domain/facts/fact.ts';
import { ok, type Result } from '../../kernel/result.ts';

/** The `facts` of a request as they came, after their schema saw them. */
export type GivenFacts = { readonly date_of_birth?: string | null };

/** @param today the UTC day number. @returns the facts given, or the first that cannot be used. */
export function parseFacts(given: GivenFacts, today: number): Result<readonly Fact[], FactFault> {
  if (given.date_of_birth === undefined || given.date_of_birth === null) return ok([]);
  const fact = parseDateOfBirth(given.date_of_birth, today);
  return fact.ok ? ok([fact.value]) : fact;
}

/** In plain words, and without the value that came. */
export const sentenceForFact = ({ fact, expected }: FactFault): string =>
  `The fact ${fact} must be ${expected}.`;
