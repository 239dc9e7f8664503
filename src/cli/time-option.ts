import { InvalidArgumentError } from 'commander';
import { type Instant, instant } from '../kernel/instant.ts';

/** A time as an option gives it: RFC 3339, or a date, which is its midnight in UTC. @throws InvalidArgumentError */
export function timeOption(text: string): Instant {
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) {
    throw new InvalidArgumentError('It is no time, such as 2026-11-22T09:30:00Z.');
  }
  return instant(milliseconds);
}
