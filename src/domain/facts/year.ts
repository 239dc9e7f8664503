import { civilDate } from '../../kernel/calendar.ts';
import { err, ok, type Result } from '../../kernel/result.ts';
import type { FactFault, YearFact } from './fact.ts';

const EARLIEST_YEAR = 1900;

/** The year since when somebody is a customer: 1900 to this one, as a number or as text. @param today a day number. */
export function parseYear(value: unknown, today: number): Result<YearFact, FactFault> {
  const year = /^\d{4}$/.test(String(value)) ? Number(value) : Number.NaN;
  return year >= EARLIEST_YEAR && year <= civilDate(today).year
    ? ok({ kind: 'year', year })
    : err({ fact: 'year', expected: 'a year of four digits, not before 1900 and not after this one' });
}
