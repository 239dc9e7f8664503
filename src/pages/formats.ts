/** How one language writes dates, numbers, lengths of time and counted things. */
export type Formats = {
  /** @param day a day number of kernel/calendar.ts. Day, month by name, year: not to be misread anywhere. */
  readonly date: (day: number) => string;
  readonly number: (value: number) => string;
  /** @param seconds a whole number, for example "1 minute 30 seconds" for 90. */
  readonly duration: (seconds: number) => string;
  /** The form for a count; `other` where the language has no special one. */
  readonly plural: (count: number, forms: PluralForms) => string;
};

export type PluralForms = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

const DAY_MILLISECONDS = 86_400_000;
/** Seconds. */
const LONGEST_LIFETIME = 600;

/**
 * The formats of a language. Making one costs some hundred microseconds: do it once per language, not per page.
 * @param tag a BCP 47 tag, with its numbering system where it is not the usual one.
 */
export function formatsOf(tag: string): Formats {
  const dates = new Intl.DateTimeFormat(tag, {
    dateStyle: 'long',
    calendar: 'gregory',
    timeZone: 'UTC',
  });
  const numbers = new Intl.NumberFormat(tag);
  const durations = new Intl.DurationFormat(tag, { style: 'long' });
  const plurals = new Intl.PluralRules(tag);
  const saidBefore = new Map<number, string>();

  // Formatting a length of time is the dearest of all, and a link's lifetime has a few hundred seconds at most.
  const duration = (seconds: number): string => {
    const said = saidBefore.get(seconds);
    if (said !== undefined) return said;
    const parts = seconds < 60 ? { seconds } : { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
    const text = durations.format(parts);
    if (saidBefore.size < LONGEST_LIFETIME) saidBefore.set(seconds, text);
    return text;
  };

  return {
    date: (day) => dates.format(day * DAY_MILLISECONDS),
    number: (value) => numbers.format(value),
    duration,
    plural: (count, forms) => forms[plurals.select(count)] ?? forms.other,
  };
}
