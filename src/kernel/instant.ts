declare const instantBrand: unique symbol;

/** Milliseconds since 1970-01-01T00:00:00Z, an integer. Always passed in; nothing below `system` reads a clock. */
export type Instant = number & { readonly [instantBrand]: true };

/** @throws RangeError for anything but a safe integer: such an instant can only be a bug. */
export function instant(milliseconds: number): Instant {
  if (!Number.isSafeInteger(milliseconds))
    throw new RangeError('an instant is a whole number of milliseconds');
  // The only place where the brand is given.
  return milliseconds as Instant;
}

export const plus = (at: Instant, milliseconds: number): Instant => instant(at + milliseconds);

/** RFC 3339 in UTC with milliseconds, for example `2026-11-22T09:30:00.000Z`. */
export const toRfc3339 = (at: Instant): string => new Date(at).toISOString();

/** A time as RFC 3339 writes it, with any offset; null for any other text, and for a day that there is not. */
export function parseRfc3339(text: string): Instant | null {
  const [, day] =
    /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/i.exec(text) ?? [];
  if (day === undefined) return null;
  const at = Date.parse(text.toUpperCase());
  // A parser of dates may take the 30th of February for a day in March.
  const midnight = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(day))
    return null;
  return instant(Math.trunc(at));
}
