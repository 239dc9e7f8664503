import { parseDateOfBirth } from '../../domain/facts/date-of-birth.ts';
import type { Fact, FactFault } from '../../domain/facts/fact.ts';
import { ok, type Result } from '../../kernel/result.ts';
import { filled } from './unfilled.ts';

/** The `facts` of a request as they came, after their schema saw them. */
export type GivenFacts = { readonly date_of_birth?: string | null };

/**
 * One that a platform never filled in counts as not given.
 * @param today the UTC day number. @returns the facts given, or the first that cannot be used.
 */
export function parseFacts(given: GivenFacts, today: number): Result<readonly Fact[], FactFault> {
  const born = filled(given.date_of_birth);
  if (born === null) return ok([]);
  const fact = parseDateOfBirth(born, today);
  return fact.ok ? ok([fact.value]) : fact;
}

/** In plain words, and without the value that came. */
export const sentenceForFact = ({ fact, expected }: FactFault): string =>
  `The fact ${fact} must be ${expected}.`;
