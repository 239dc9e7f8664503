/**
 * Days of the proleptic Gregorian calendar as numbers, so that rules over dates need neither a clock nor a time zone.
 * Day 0 is 1970-01-01. Year, month (1 to 12) and day (1 to 31) are those of ISO 8601.
 */
export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

const DAY_MILLISECONDS = 86_400_000;

/** The day number of a date. Date.UTC would take the years 0 to 99 for 1900 to 1999. */
export const dayNumber = (date: CivilDate): number =>
  Math.floor(new Date(0).setUTCFullYear(date.year, date.month - 1, date.day) / DAY_MILLISECONDS);

export function civilDate(day: number): CivilDate {
  const date = new Date(day * DAY_MILLISECONDS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** `YYYY-MM-DD`, four digits of year. A fourth of what Date.toISOString() takes. */
export function isoDate(day: number): string {
  const date = civilDate(day);
  return `${inDigits(date.year, 4)}-${inDigits(date.month, 2)}-${inDigits(date.day, 2)}`;
}

const inDigits = (number: number, digits: number): string => String(number).padStart(digits, '0');

/** The day number of a real date written `YYYY-MM-DD`; null for any other text (2023-02-29, 1980-2-3, …). */
export function parseIsoDate(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const milliseconds = Date.parse(`${text}T00:00:00.000Z`);
  if (Number.isNaN(milliseconds)) return null;
  const day = milliseconds / DAY_MILLISECONDS;
  return isoDate(day) === text ? day : null;
}

/** The UTC day in which an instant (milliseconds since 1970) lies. */
export const dayOf = (milliseconds: number): number => Math.floor(milliseconds / DAY_MILLISECONDS);
