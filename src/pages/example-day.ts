import { dayNumber } from '../kernel/calendar.ts';

/** The 20th of May, whose day and month nobody takes for each other. */
export const EXAMPLE_DAY = dayNumber({ year: 1980, month: 5, day: 20 });
