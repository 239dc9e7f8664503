import { dayNumber, parseIsoDate } from '../../kernel/calendar.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { BirthFact, FactFault } from './fact.ts';

/** The day number of 1900-01-01: nobody whose birth lies further back is still asked. */
export const EARLIEST_BIRTH = dayNumber({ year: 1900, month: 1, day: 1 });

/**
 * A date of birth from outside: a text `YYYY-MM-DD` that names a real day, from 1900-01-01 to `today`, both included.
 * @param today the day number (kernel/calendar.ts) of the day that the caller takes for today.
 */
export function parseDateOfBirth(value: unknown, today: number): Result<BirthFact, FactFault> {
  const day = typeof value === 'string' ? parseIsoDate(value) : null;
  if (day === null || day < EARLIEST_BIRTH || day > today) {
    return err({
      fact: 'date_of_birth',
      expected: 'a real date written YYYY-MM-DD, not before 1900-01-01 and not after today',
    });
  }
  return ok({ kind: 'date_of_birth', day });
}
