import { civilDate } from '../kernel/calendar.ts';
import { kept } from '../kernel/kept.ts';
import { onceNeeded } from '../kernel/once-needed.ts';

/** How one language writes dates, numbers, lengths of time and counted things. */
export type Formats = {
  /** @param day a day number of kernel/calendar.ts. Day, month by name, year: not to be misread anywhere. */
  readonly date: (day: number) => string;
  /** The same without its year. */
  readonly dayMonth: (day: number) => string;
  readonly number: (value: number) => string;
  /** A calendar year, without grouping. */
  readonly year: (year: number) => string;
  /** The name of a month, 1 to 12. */
  readonly month: (month: number) => string;
  /** From one amount to another, of money where a currency (ISO 4217) is named. @param range whole hundredths. */
  readonly amounts: (range: AmountRange) => string;
  /** @param seconds a whole number: "1 minute 30 seconds" for 90. From an hour on in minutes, rounded up. */
  readonly duration: (seconds: number) => string;
  /** The digits that it writes (UTS 35): `latn`, `arab`, `deva`. */
  readonly digits: string;
  /** In which order it writes a date. */
  readonly dateOrder: readonly DatePart[];
  /** The form for a count; `other` where the language has no special one. */
  readonly plural: (count: number, forms: PluralForms) => string;
};

export type AmountRange = { readonly from: number; readonly to: number; readonly currency: string | null };

export type PluralForms = { readonly other: string } & Readonly<Partial<Record<Intl.LDMLPluralRule, string>>>;

/** The unit of time that a date is written of. */
export type DatePart = 'day' | 'month' | 'year';

const DAY_MILLISECONDS = 86_400_000;
/** Currencies whose formats are kept: more than a service's bots deal in. */
const MOST_CURRENCIES = 20;
/** Of each kind. A link's lifetime has as many seconds at most; of years, days and small numbers there are fewer. */
const MOST_REMEMBERED = 600;

/**
 * The formats of a language. Making one costs some hundred microseconds: do it once per language, not per page.
 * @param tag a BCP 47 tag, with its numbering system where it is not the usual one.
 */
export function formatsOf(tag: string): Formats {
  const days = { calendar: 'gregory', timeZone: 'UTC' } as const;
  // Most pages need few of them.
  const dates = onceNeeded(() => new Intl.DateTimeFormat(tag, { ...days, dateStyle: 'long' }));
  const dayMonths = onceNeeded(
    () => new Intl.DateTimeFormat(tag, { ...days, day: 'numeric', month: 'long' }),
  );
  const months = onceNeeded(() => new Intl.DateTimeFormat(tag, { ...days, month: 'long' }));
  const numbers = onceNeeded(() => new Intl.NumberFormat(tag));
  const years = onceNeeded(() => new Intl.NumberFormat(tag, { useGrouping: false }));
  const digits = onceNeeded(() => numbers().resolvedOptions().numberingSystem);
  const dateOrder = onceNeeded(() =>
    dates()
      .formatToParts(0)
      .map(({ type }) => type)
      .filter((type) => type === 'day' || type === 'month' || type === 'year'),
  );
  const currencies = new Map<string | null, Intl.NumberFormat>();
  const durations = onceNeeded(() => new Intl.DurationFormat(tag, { style: 'long' }));
  const plurals = onceNeeded(() => new Intl.PluralRules(tag));

  // Intl takes longer over a date or a number than all that stands around it.
  const number = remembered((value) => numbers().format(value));
  const ungrouped = remembered((value) => years().format(value));
  const duration = remembered((seconds) => durations().format(partsOf(seconds)));
  const pluralRule = remembered((count) => plurals().select(count));
  const dateIn = remembered((month) => dates().formatToParts(Date.UTC(2000, month - 1, 15)));
  const date = (day: number): string => {
    const { year, month, day: dayOfMonth } = civilDate(day);
    let text = '';
    for (const { type, value } of dateIn(month)) {
      if (type === 'day') text += ungrouped(dayOfMonth);
      else if (type === 'year') text += ungrouped(year);
      else text += value;
    }
    return text;
  };

  const amounts = ({ from, to, currency }: AmountRange): string => {
    let format = currencies.get(currency);
    if (format === undefined) {
      if (currencies.size === MOST_CURRENCIES) currencies.clear();
      // Two decimals in every currency: bands end on a hundredth.
      const money = currency === null ? {} : ({ style: 'currency', currency } as const);
      format = new Intl.NumberFormat(tag, { ...money, minimumFractionDigits: 2, maximumFractionDigits: 2 });
      currencies.set(currency, format);
    }
    return format.formatRange(from / 100, to / 100);
  };

  return {
    date,
    dayMonth: (day) => dayMonths().format(day * DAY_MILLISECONDS),
    number,
    year: ungrouped,
    month: (month) => months().format(Date.UTC(2000, month - 1, 15)),
    amounts,
    duration,
    get digits() {
      return digits();
    },
    get dateOrder() {
      return dateOrder();
    },
    plural: (count, forms) => forms[pluralRule(count)] ?? forms.other,
  };
}

function remembered<T>(make: (value: number) => T): (value: number) => T {
  const made = new Map<number, T>();
  return (value) => kept(made, MOST_REMEMBERED, value, () => make(value));
}

function partsOf(seconds: number): Parameters<Intl.DurationFormat['format']>[0] {
  if (seconds < 60) return { seconds };
  if (seconds < 3600) return { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
  const minutes = Math.ceil(seconds / 60);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
