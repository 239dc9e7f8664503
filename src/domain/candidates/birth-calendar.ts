import { civilDate, dayNumber } from '../../kernel/calendar.ts';
import { EARLIEST_BIRTH } from '../facts/date-of-birth.ts';
import { type Frame, MARK_WORDS } from './deal.ts';

/** Days from here on are never dealt by year (see birth-blocks.ts); the marks end a little later. */
const MARKED_UNTIL = dayNumber({ year: 2027, month: 1, day: 1 });

const SUMS_IN_ONE_WORD = 31;
const MONTHS = 12;

/** The days from `from` (included) to `to` (excluded), in runs of one calendar year each, with their marks. */
export function frameOfDays(from: number, to: number): Frame {
  const runs: number[] = [];
  for (let day = from; day < to; ) {
    const nextYear = dayNumber({ year: civilDate(day).year + 1, month: 1, day: 1 });
    const end = Math.min(nextYear, to);
    runs.push(end - day);
    day = end;
  }
  const firstMark = (from - EARLIEST_BIRTH) * MARK_WORDS;
  return { runs, marks: MARKS.subarray(firstMark, firstMark + (to - from) * MARK_WORDS) };
}

const MARKS = marksOfDays();

function marksOfDays(): Int32Array {
  const marks = new Int32Array((MARKED_UNTIL - EARLIEST_BIRTH) * MARK_WORDS);
  for (let first = EARLIEST_BIRTH; first < MARKED_UNTIL; ) {
    const { year, month } = civilDate(first);
    const nextMonth = dayNumber({ year, month: month + 1, day: 1 });
    for (let date = first; date < nextMonth; date++) {
      marks.set(marksOf(month, date - first + 1), (date - EARLIEST_BIRTH) * MARK_WORDS);
    }
    first = nextMonth;
  }
  return marks;
}

/** One bit for the day of the month; one for the month; one for their sum, which is 2 to 43 and so needs two words. */
function marksOf(month: number, day: number): [number, number, number] {
  const sum = month + day;
  const lowSum = sum < SUMS_IN_ONE_WORD ? 1 << sum : 0;
  const highSum = sum < SUMS_IN_ONE_WORD ? 0 : 1 << (MONTHS + 1 + sum - SUMS_IN_ONE_WORD);
  return [1 << (day - 1), (1 << month) | highSum, lowSum];
}
