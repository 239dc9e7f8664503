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
