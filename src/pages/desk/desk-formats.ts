import type { Instant } from '../../kernel/instant.ts';
import { toRfc3339 } from '../../kernel/instant.ts';
import { type Html, html } from '../html.ts';

/** How the desk writes times and figures: in English, and in the time zone of the settings. */
export type DeskFormats = {
  readonly timeZone: string;
  /** `Sunday 22 November` */
  readonly day: (at: Instant) => string;
  /** `13:05` */
  readonly clock: (at: Instant) => string;
  /** `22 Nov 2026, 13:05:09`, for programs too. */
  readonly moment: (at: Instant) => Html;
  /** `13:05:09`, with the day where it is another one than `now`. */
  readonly brief: (at: Instant, now: Instant) => Html;
  /** `12,480` */
  readonly count: (number: number) => string;
};

/** @param timeZone an IANA name. */
export function deskFormats(timeZone: string): DeskFormats {
  const written = (options: Intl.DateTimeFormatOptions, locale = 'en-GB') => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (at: Instant) => format.format(at);
  };
  const moment = written({ dateStyle: 'medium', timeStyle: 'medium' });
  const time = written({ timeStyle: 'medium' });
  const date = written({ day: 'numeric', month: 'short' });
  const isoDay = written({ dateStyle: 'short' }, 'sv-SE');
  const counts = new Intl.NumberFormat('en');
  return {
    timeZone,
    day: written({ weekday: 'long', day: 'numeric', month: 'long' }),
    clock: written({ hour: '2-digit', minute: '2-digit' }),
    moment: (at) => html`<time datetime="${toRfc3339(at)}">${moment(at)}</time>`,
    brief: (at, now) =>
      html`<time datetime="${toRfc3339(at)}">${isoDay(at) === isoDay(now) ? time(at) : `${date(at)}, ${time(at)}`}</time>`,
    count: (number) => counts.format(number),
  };
}

/** `4 s`, `2 min 5 s`, `3 h 10 min`: whole units, the two largest. */
export function duration(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return withRest(minutes, 'min', seconds % 60, 's');
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return withRest(hours, 'h', minutes % 60, 'min');
  return withRest(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

const withRest = (whole: number, unit: string, rest: number, smaller: string): string =>
  rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${smaller}`;

/** A share in whole percent; none of nothing. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${Math.round((100 * part) / whole)} %`;
