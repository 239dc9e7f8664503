import type { Instant } from '../kernel/instant.ts';

/**
 * The seconds that a `Retry-After` header asks to wait (RFC 9110 section 10.2.3: seconds or an HTTP date), never
 * negative; null where it is missing or neither.
 */
export function retryAfterSeconds(header: string | null, now: Instant): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // All three forms of an HTTP date begin with the day's name; Date.parse alone would take much else for a date.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, (at - now) / 1000);
}
