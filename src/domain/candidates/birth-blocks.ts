import { dayNumber } from '../../kernel/calendar.ts';
import { EARLIEST_BIRTH } from '../facts/date-of-birth.ts';
import { frameOfDays } from './birth-calendar.ts';
import { deal } from './deal.ts';
import { choicesOf, type Partition } from './partition.ts';

/*
 * Dates of birth fall into two parts, divided by a day that never moves, since a block that moved with the calendar
 * would show a client two pages whose only common value is the truth.
 *
 * - Up to the divide, days are cut into cells of `size` years, on a grid whose offset is the client's own, and each
 *   cell is dealt so that within a block no two dates have the year, the month, the day of the month or the sum of
 *   the last two in common.
 * - From the divide on, blocks are `size` neighbouring days. The newest may hold days that are still to come, which
 *   a page about somebody born within the last `size` days would show.
 */

const DIVIDE = dayNumber({ year: 2026, month: 1, day: 1 });

/** The longest year: with so many blocks to a cell, each year's days can all go to different ones. */
const BLOCKS_IN_A_CELL = 366;

/** Days from `from` (included) to `to` (excluded), among which decoys are dealt. */
export type Cell = { readonly from: number; readonly to: number };

/** The first day that is not dealt by cells: the first from 2026-01-01 on that leaves no day over. */
export const divideOf = (size: number): number =>
  EARLIEST_BIRTH + Math.ceil((DIVIDE - EARLIEST_BIRTH) / size) * size;

/** The values of the block in which `day` (before the divide or not) lies, in ascending order. */
export function blockOfBirth(partition: Partition, day: number): readonly number[] {
  const { size } = partition;
  const divide = divideOf(size);
  if (day >= divide) {
    const first = day - ((day - divide) % size);
    return Array.from({ length: size }, (_, nth) => first + nth);
  }
  const cell = cellOf(partition, day);
  const dealt = dealCell(partition, cell);
  const at = dealt.indexOf(day - cell.from);
  const start = at - (at % size);
  return Array.from(dealt.subarray(start, start + size), (place) => cell.from + place).sort((a, b) => a - b);
}

/**
 * The cell in which a day before the divide lies. Cells are `size` times 366 days; what the grid cuts off at either
 * end of the domain goes to the cell beside it, so every length is a multiple of `size` below two cells.
 */
export function cellOf(partition: Partition, day: number): Cell {
  const { size } = partition;
  const divide = divideOf(size);
  const length = BLOCKS_IN_A_CELL * size;
  const firstCell = EARLIEST_BIRTH + choicesOf(partition, 'grid', 0).below(BLOCKS_IN_A_CELL) * size;
  const last = Math.floor((divide - firstCell) / length) - 1;
  const nth = Math.min(Math.max(Math.floor((day - firstCell) / length), 0), last);
  return {
    from: nth === 0 ? EARLIEST_BIRTH : firstCell + nth * length,
    to: nth === last ? divide : firstCell + (nth + 1) * length,
  };
}

/** The blocks of one cell, one after the other; each day as its distance from the cell's first. */
export const dealCell = (partition: Partition, cell: Cell): Int32Array =>
  deal(frameOfDays(cell.from, cell.to), partition.size, choicesOf(partition, 'deal', cell.from));
