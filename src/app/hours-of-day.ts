import { type Instant, instant } from '../kernel/instant.ts';

const HOUR = 3_600_000;
const DAY_HOURS = 24;

/**
 * Where each hour of a day begins, and where its last one ends: 24 hours, or one more or less where clocks are changed.
 * @param timeZone an IANA name.
 */
export function hoursOfDay(now: Instant, timeZone: string): readonly Instant[] {
  const dayOf = dayNaming(timeZone);
  const today = dayOf(now);
  const start = midnightOf(today, now, dayOf);
  const bounds = [start];
  for (let hour = 1; ; hour += 1) {
    const at = instant(start + hour * HOUR);
    bounds.push(at);
    if (dayOf(at) !== today || hour > DAY_HOURS) return bounds;
  }
}

/** The first instant of a day (`YYYY-MM-DD`) in a time zone; null for a text that is no day. */
export function startOfDay(day: string, timeZone: string): Instant | null {
  const noon = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T12:00:00Z`) : Number.NaN;
  if (Number.isNaN(noon) || !new Date(noon).toISOString().startsWith(day)) return null;
  const dayOf = dayNaming(timeZone);
  // Noon in Greenwich is the same day nearly everywhere; where it is not, a day more or less is.
  const within = [0, -DAY_HOURS * HOUR, DAY_HOURS * HOUR]
    .map((shift) => instant(noon + shift))
    .find((at) => dayOf(at) === day);
  return within === undefined ? null : midnightOf(day, within, dayOf);
}

function dayNaming(timeZone: string): (at: Instant) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return (at) => format.format(at);
}

/** By halves: within a day there is one place where the day before ends. */
function midnightOf(day: string, within: Instant, dayOf: (at: Instant) => string): Instant {
  let before = within - (DAY_HOURS + 2) * HOUR;
  let after: number = within;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayOf(instant(middle)) === day) after = middle;
    else before = middle;
  }
  return instant(after);
}
